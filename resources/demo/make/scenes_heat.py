"""The film on heat, in English and Hindi: cooling a person safely."""

from __future__ import annotations

from resources.demo.make.drawings_heat import (
    closing,
    cool,
    drink,
    note,
    on_the_side,
    opening,
    send,
    shade,
    two_pictures,
)
from resources.demo.make.stage import Scene
from resources.demo.make.voice import Line

SCENES = [
    Scene(
        ("", ""),
        [
            Line(
                "A heat wave can kill within hours. In two minutes, learn how to cool a person safely.",
                "लू कुछ ही घंटों में जान ले सकती है। दो मिनट में सीखें कि व्यक्ति को सुरक्षित कैसे ठंडा करें।",
            )
        ],
        opening,
    ),
    Scene(
        ("Two pictures", "दो स्थितियाँ"),
        [
            Line(
                "Heat exhaustion: heavy sweating, weakness, dizziness, headache.",
                "गर्मी से थकावट: बहुत पसीना, कमज़ोरी, चक्कर, सिरदर्द।",
            ),
            Line("The person still answers you clearly.", "व्यक्ति अब भी साफ़ जवाब देता है।"),
            Line(
                "Heat stroke: a very hot body, with confusion, fits, or unconsciousness.",
                "लू लगना: शरीर बहुत गर्म, साथ में भ्रम, दौरा या बेहोशी।",
            ),
            Line(
                "That is an emergency. Call 108 at once, and start cooling.",
                "यह आपातकाल है। तुरंत 108 पर फ़ोन करें और ठंडा करना शुरू करें।",
                "",
            ),
        ],
        two_pictures,
    ),
    Scene(
        ("1  Move to shade", "1  छाया में ले जाएँ"),
        [
            Line("Move the person to shade, or to a cool and airy room.", "व्यक्ति को छाया में या ठंडे, हवादार कमरे में ले जाएँ।"),
            Line("Loosen tight clothing, and lay the person down.", "कसे हुए कपड़े ढीले करें और व्यक्ति को लिटा दें।"),
        ],
        shade,
    ),
    Scene(
        ("2  Cool the body", "2  शरीर को ठंडा करें"),
        [
            Line(
                "Start cooling now. Pour water over the body, or sponge it.",
                "तुरंत ठंडा करना शुरू करें। शरीर पर पानी डालें या पोंछें।",
            ),
            Line(
                "Put wet cloths on the neck, in the armpits and on the groin. Change them often.",
                "गीले कपड़े गर्दन, बगल और जाँघ के जोड़ पर रखें। उन्हें बार-बार बदलें।",
            ),
            Line("Fan the wet skin. Moving air carries the heat away.", "गीली त्वचा पर हवा करें। चलती हवा गर्मी ले जाती है।"),
        ],
        cool,
    ),
    Scene(
        ("3  Drink: only if awake", "3  पानी: केवल होश में हो तो"),
        [
            Line(
                "If the person is awake and can swallow, give small sips of water or ORS.",
                "व्यक्ति होश में हो और निगल सके, तो पानी या ओ.आर.एस. के छोटे घूँट दें।",
                "",
            ),
            Line(
                "If drowsy, having fits or vomiting, give nothing by mouth.",
                "सुस्त हो, दौरा पड़े या उल्टी हो, तो मुँह से कुछ न दें।",
            ),
        ],
        drink,
    ),
    Scene(
        ("4  If unconscious but breathing", "4  बेहोश हो पर साँस चल रही हो"),
        [
            Line(
                "If unconscious but breathing, turn the person onto the side and keep the airway open.",
                "बेहोश हो पर साँस चल रही हो, तो करवट दें और साँस का रास्ता खुला रखें।",
            ),
            Line(
                "Stay with the person. If breathing stops, begin CPR if you are trained.",
                "साथ रहें। साँस रुक जाए तो प्रशिक्षण होने पर सी.पी.आर. शुरू करें।",
            ),
        ],
        on_the_side,
    ),
    Scene(
        ("5  Cool first, and on the way", "5  पहले ठंडा, रास्ते में भी"),
        [
            Line("Call 108, and say that it is heat stroke.", "108 पर फ़ोन करें और बताएँ कि लू लगी है।"),
            Line(
                "Do not stop cooling. Keep the wet cloths on in the ambulance too.",
                "ठंडा करना बंद न करें। एम्बुलेंस में भी गीले कपड़े रखें।",
            ),
        ],
        send,
    ),
    Scene(
        ("Write it down", "लिखकर रखें"),
        [
            Line(
                "Write a short case note: when and where you found the person.",
                "छोटा केस नोट लिखें: व्यक्ति कब और कहाँ मिला।",
            ),
            Line(
                "Note the temperature, the mental state, and the care that you gave.",
                "तापमान, होश की स्थिति और दी गई सहायता लिखें।",
            ),
            Line("Send the note with the person.", "नोट व्यक्ति के साथ भेजें।"),
        ],
        note,
    ),
    Scene(
        ("Remember", "याद रखें"),
        [
            Line(
                "Shade. Cool. Sips only if awake. On the side if unconscious. 1 0 8.",
                "छाया। ठंडा करें। होश हो तो घूँट। बेहोश हो तो करवट। 108।",
            ),
            Line("When in doubt, treat it as heat stroke.", "संदेह हो तो इसे लू लगना ही मानें।"),
        ],
        closing,
    ),
]
