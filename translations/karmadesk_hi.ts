<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi_IN">
<context>
    <name>Carry</name>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Nothing was written</source>
        <translation>कुछ नहीं लिखा गया</translation>
    </message>
    <message>
        <source>Written to the drive</source>
        <translation>ड्राइव पर लिखा गया</translation>
    </message>
    <message>
        <source>Eject the drive before you pull it out. Take it to a computer with a link, and bring the answer back.</source>
        <translation>ड्राइव निकालने से पहले उसे इजेक्ट करें। उसे लिंक वाले कंप्यूटर तक ले जाएँ, और उत्तर वापस लाएँ।</translation>
    </message>
    <message>
        <source>Taken in from the drive</source>
        <translation>ड्राइव से लिया गया</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>सौंप दिया गया</translation>
    </message>
    <message>
        <source>The answers are on the drive now: take it back to where it came from.</source>
        <translation>उत्तर अब ड्राइव पर हैं: उसे वहीं वापस ले जाएँ जहाँ से वह आई थी।</translation>
    </message>
    <message>
        <source>File {n}</source>
        <translation>फ़ाइल {n}</translation>
    </message>
    <message>
        <source>Nothing waits; the answer will bring what is new.</source>
        <translation>कुछ बाकी नहीं है; उत्तर नया सब ले आएगा।</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) written</source>
        <translation>
            <numerusform>%n आइटम लिखा गया</numerusform>
            <numerusform>%n आइटम लिखे गए</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) for the next time</source>
        <translation>
            <numerusform>%n आइटम अगली बार के लिए</numerusform>
            <numerusform>%n आइटम अगली बार के लिए</numerusform>
        </translation>
    </message>
    <message>
        <source>No answer on this drive</source>
        <translation>इस ड्राइव पर कोई उत्तर नहीं</translation>
    </message>
    <message>
        <source>plan and courses are up to date</source>
        <translation>योजना और कोर्स अद्यतन हैं</translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n स्वीकार हुआ</numerusform>
            <numerusform>%n स्वीकार हुए</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n अस्वीकार हुआ</numerusform>
            <numerusform>%n अस्वीकार हुए</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged on the way: write once more</source>
        <translation>
            <numerusform>%n रास्ते में ख़राब हुआ: एक बार फिर लिखें</numerusform>
            <numerusform>%n रास्ते में ख़राब हुए: एक बार फिर लिखें</numerusform>
        </translation>
    </message>
    <message>
        <source>No link for a long time? A pen drive can carry it.</source>
        <translation>लंबे समय से लिंक नहीं? पेन ड्राइव इसे पहुँचा सकती है।</translation>
    </message>
    <message>
        <source>What is written is sealed: whoever carries it can&apos;t read it. Written twice, it still counts once.</source>
        <translation>जो लिखा जाता है वह सीलबंद है: ले जाने वाला उसे पढ़ नहीं सकता। दो बार लिखने पर भी एक ही बार गिना जाता है।</translation>
    </message>
    <message>
        <source>Only me</source>
        <translation>केवल मेरे लिए</translation>
    </message>
    <message>
        <source>Everybody on this laptop</source>
        <translation>इस लैपटॉप पर सबके लिए</translation>
    </message>
    <message>
        <source>For whom to write</source>
        <translation>किसके लिए लिखें</translation>
    </message>
    <message>
        <source>Carry on a drive…</source>
        <translation>ड्राइव पर ले जाएँ…</translation>
    </message>
    <message>
        <source>Take in from a drive…</source>
        <translation>ड्राइव से लें…</translation>
    </message>
    <message>
        <source>Hand over what others wrote…</source>
        <translation>दूसरों का लिखा सौंपें…</translation>
    </message>
    <message>
        <source>On a computer with a link: sends every file on the drive, and nobody needs to sign in.</source>
        <translation>लिंक वाले कंप्यूटर पर: ड्राइव की हर फ़ाइल भेजता है, और किसी को साइन इन नहीं करना पड़ता।</translation>
    </message>
    <message>
        <source>Where to write: choose the drive</source>
        <translation>कहाँ लिखें: ड्राइव चुनें</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>लिखा जा रहा है…</translation>
    </message>
    <message>
        <source>What to take in: choose the drive</source>
        <translation>क्या लें: ड्राइव चुनें</translation>
    </message>
    <message>
        <source>Taking in…</source>
        <translation>लिया जा रहा है…</translation>
    </message>
    <message>
        <source>What to hand over: choose the drive</source>
        <translation>क्या सौंपें: ड्राइव चुनें</translation>
    </message>
    <message>
        <source>Handing over…</source>
        <translation>सौंपा जा रहा है…</translation>
    </message>
    <message>
        <source>There was nothing on the drive that waits to be handed over.</source>
        <translation>ड्राइव पर सौंपने के लिए कुछ नहीं था।</translation>
    </message>
</context>
<context>
    <name>Certificate</name>
    <message>
        <source>PDF documents (*.pdf)</source>
        <translation>PDF दस्तावेज़ (*.pdf)</translation>
    </message>
    <message>
        <source>SVG drawings (*.svg)</source>
        <translation>SVG चित्र (*.svg)</translation>
    </message>
    <message>
        <source>Save the certificate</source>
        <translation>प्रमाणपत्र सहेजें</translation>
    </message>
    <message>
        <source>Certificate: {course}</source>
        <translation>प्रमाणपत्र: {course}</translation>
    </message>
    <message>
        <source>Access code {code}</source>
        <translation>जाँच-कोड {code}</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>PDF में सहेजें…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>SVG में सहेजें…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>“{name}” नाम से सहेजा गया।</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>प्रमाणपत्र</translation>
    </message>
    <message>
        <source>Waiting for the server</source>
        <translation>सर्वर से आना बाकी है</translation>
    </message>
    <message>
        <source>Certificate of {day}</source>
        <translation>{day} का प्रमाणपत्र</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>जारी हुआ</translation>
    </message>
    <message>
        <source>View</source>
        <translation>देखें</translation>
    </message>
    <message>
        <source>View the certificate</source>
        <translation>प्रमाणपत्र देखें</translation>
    </message>
    <message>
        <source>The server issues it some time after it has heard that everything is done. It comes by itself.</source>
        <translation>सब पूरा होने की सूचना मिलने के कुछ समय बाद सर्वर इसे जारी करता है। यह अपने आप आ जाएगा।</translation>
    </message>
    <message>
        <source>It was issued, and comes with the next link.</source>
        <translation>यह जारी हो चुका है और अगली बार जुड़ने पर आ जाएगा।</translation>
    </message>
    <message>
        <source>Its drawing can&apos;t be shown safely here. Get it from the platform in a browser.</source>
        <translation>इसका चित्र यहाँ सुरक्षित रूप से नहीं दिखाया जा सकता। इसे ब्राउज़र में प्लेटफ़ॉर्म से लें।</translation>
    </message>
</context>
<context>
    <name>Commands</name>
    <message>
        <source>Go to {place}</source>
        <translation>{place} पर जाएँ</translation>
    </message>
    <message>
        <source>Search courses and lessons</source>
        <translation>कोर्स और पाठ खोजें</translation>
    </message>
    <message>
        <source>Send and fetch now</source>
        <translation>अभी भेजें और लाएँ</translation>
    </message>
    <message>
        <source>Import from a file…</source>
        <translation>फ़ाइल से कोर्स लाएँ…</translation>
    </message>
    <message>
        <source>Change who is learning</source>
        <translation>सीखने वाला बदलें</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>अभी ताला लगाएँ</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>कुंजियाँ दिखाएँ</translation>
    </message>
    <message>
        <source>Colours like the system</source>
        <translation>सिस्टम जैसे रंग</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>हल्के रंग</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>गहरे रंग</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>तेज़ कंट्रास्ट</translation>
    </message>
    <message>
        <source>Language: {name}</source>
        <translation>भाषा: {name}</translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message>
        <source>APAR</source>
        <translation>APAR</translation>
    </message>
    <message>
        <source>on this laptop</source>
        <translation>इस लैपटॉप पर</translation>
    </message>
    <message>
        <source>being fetched</source>
        <translation>डाउनलोड हो रहा है</translation>
    </message>
    <message>
        <source>partly here, {size} to fetch</source>
        <translation>कुछ यहाँ है, {size} डाउनलोड करना बाकी</translation>
    </message>
    <message>
        <source>{size} to fetch</source>
        <translation>{size} डाउनलोड करना है</translation>
    </message>
    <message>
        <source>Fetched at the next link</source>
        <translation>अगली बार लिंक मिलते ही डाउनलोड होगा</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>सौंपा गया</translation>
    </message>
    <message>
        <source>Done · waiting to send</source>
        <translation>पूरा · भेजना बाकी</translation>
    </message>
    <message>
        <source>Done · certificate here</source>
        <translation>पूरा · प्रमाणपत्र यहाँ है</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>पूरा</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Fetch</source>
        <translation>डाउनलोड करें</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>जारी रखें</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>शुरू करें</translation>
    </message>
    <message>
        <source>View the certificate</source>
        <translation>प्रमाणपत्र देखें</translation>
    </message>
    <message>
        <source>Remove from this laptop</source>
        <translation>इस लैपटॉप से हटाएँ</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>कोर्स</translation>
    </message>
    <message>
        <source>Units and lessons</source>
        <translation>इकाइयाँ और पाठ</translation>
    </message>
    <message>
        <source>The batch of this course has ended.</source>
        <translation>इस कोर्स का बैच समाप्त हो गया है।</translation>
    </message>
    <message>
        <source>The batch of this course ended on {day}.</source>
        <translation>इस कोर्स का बैच {day} को समाप्त हो गया।</translation>
    </message>
    <message>
        <source>You can go on learning and all is kept here; to have it counted, ask for a new batch.</source>
        <translation>आप सीखना जारी रख सकते हैं, सब कुछ यहाँ सुरक्षित रहेगा; इसे गिनवाने के लिए नया बैच माँगें।</translation>
    </message>
    <message>
        <source>This course has grown since you finished it.</source>
        <translation>आपके पूरा करने के बाद इस कोर्स में नए पाठ जुड़े हैं।</translation>
    </message>
    <message>
        <source>What you finished stays finished; the new lessons are listed below.</source>
        <translation>जो आपने पूरा किया, वह पूरा ही रहेगा; नए पाठ नीचे सूची में हैं।</translation>
    </message>
    <message>
        <source>The lessons of this course are not known yet</source>
        <translation>इस कोर्स के पाठों की जानकारी अभी नहीं आई है</translation>
    </message>
    <message>
        <source>They arrive with the next link to the server.</source>
        <translation>सर्वर से अगली बार जुड़ते ही यह जानकारी आ जाएगी।</translation>
    </message>
    <message>
        <source>Ask the server again</source>
        <translation>सर्वर से फिर पूछें</translation>
    </message>
    <message numerus="yes">
        <source>%n lesson(s)</source>
        <translation>
            <numerusform>%n पाठ</numerusform>
            <numerusform>%n पाठ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Program of %n course(s)</source>
        <translation>
            <numerusform>%n कोर्स का कार्यक्रम</numerusform>
            <numerusform>%n कोर्स का कार्यक्रम</numerusform>
        </translation>
    </message>
    <message>
        <source>Progress in this course</source>
        <translation>इस कोर्स में प्रगति</translation>
    </message>
    <message>
        <source>Everything is done</source>
        <translation>सब पूरा हो गया</translation>
    </message>
    <message>
        <source>What is missing for 100 %</source>
        <translation>100 % के लिए क्या बाकी है</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>और %n बाकी</numerusform>
            <numerusform>और %n बाकी</numerusform>
        </translation>
    </message>
    <message>
        <source>Being fetched</source>
        <translation>डाउनलोड हो रहा है</translation>
    </message>
    <message>
        <source>Fetch the course</source>
        <translation>कोर्स डाउनलोड करें</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>फिर से खोलें</translation>
    </message>
    <message>
        <source>Watch {share} more of “{name}”</source>
        <translation>“{name}” का {share} और देखें</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) still to be sent</source>
        <translation>
            <numerusform>%n चीज़ भेजनी बाकी है</numerusform>
            <numerusform>%n चीज़ें भेजनी बाकी हैं</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch “{name}”</source>
        <translation>“{name}” देखें</translation>
    </message>
    <message>
        <source>Read “{name}”</source>
        <translation>“{name}” पढ़ें</translation>
    </message>
    <message>
        <source>Answer “{name}”</source>
        <translation>“{name}” हल करें</translation>
    </message>
    <message>
        <source>Join the course</source>
        <translation>कोर्स में शामिल हों</translation>
    </message>
    <message>
        <source>with the next link</source>
        <translation>लिंक मिलते ही</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n प्रश्न</numerusform>
            <numerusform>%n प्रश्न</numerusform>
        </translation>
    </message>
    <message>
        <source>On this laptop</source>
        <translation>इस लैपटॉप पर</translation>
    </message>
    <message>
        <source>Language of the course</source>
        <translation>कोर्स की भाषा</translation>
    </message>
    <message>
        <source>Whole course</source>
        <translation>पूरा कोर्स</translation>
    </message>
    <message>
        <source>A part</source>
        <translation>कुछ भाग</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>अभी नहीं</translation>
    </message>
    <message>
        <source>Fetch what is missing</source>
        <translation>बाकी भाग डाउनलोड करें</translation>
    </message>
    <message>
        <source>Unit {n}</source>
        <translation>इकाई {n}</translation>
    </message>
    <message>
        <source>Waiting to send</source>
        <translation>भेजना बाकी</translation>
    </message>
    <message>
        <source>On the portal only</source>
        <translation>केवल पोर्टल पर</translation>
    </message>
    <message>
        <source>Not here yet</source>
        <translation>अभी यहाँ नहीं</translation>
    </message>
    <message>
        <source>Could not be fetched</source>
        <translation>डाउनलोड नहीं हो सका</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>रुका हुआ</translation>
    </message>
    <message>
        <source>Fetching {share}</source>
        <translation>डाउनलोड हो रहा है {share}</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>देखें</translation>
    </message>
    <message>
        <source>Listen</source>
        <translation>सुनें</translation>
    </message>
    <message>
        <source>Practise</source>
        <translation>अभ्यास करें</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>पढ़ें</translation>
    </message>
</context>
<context>
    <name>DemoBar</name>
    <message>
        <source>On</source>
        <translation>चालू</translation>
    </message>
    <message>
        <source>Slow, like 2G</source>
        <translation>धीमा, 2G जैसा</translation>
    </message>
    <message>
        <source>Keeps dropping</source>
        <translation>बार-बार टूटता</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>बंद</translation>
    </message>
    <message>
        <source>The server answers. What waited is sent now: see Sent.</source>
        <translation>सर्वर जवाब दे रहा है। जो रुका था, वह अब भेजा जाएगा: ‘भेजा गया’ देखें।</translation>
    </message>
    <message>
        <source>About 12 kB a second. Progress still goes first, courses take their time.</source>
        <translation>लगभग 12 kB प्रति सेकंड। प्रगति फिर भी पहले जाती है, कोर्स को समय लगता है।</translation>
    </message>
    <message>
        <source>Connections break again and again. Downloads go on where they stopped.</source>
        <translation>कनेक्शन बार-बार टूटता है। डाउनलोड जहाँ रुका, वहीं से आगे बढ़ता है।</translation>
    </message>
    <message>
        <source>No network at all. Play a lesson: everything works, and waits to be sent.</source>
        <translation>कोई नेटवर्क नहीं। कोई पाठ चलाएँ: सब चलता है, और भेजे जाने की प्रतीक्षा करता है।</translation>
    </message>
    <message>
        <source>The demo’s link</source>
        <translation>नमूने का लिंक</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>Downloads</source>
        <translation>डाउनलोड</translation>
    </message>
    <message>
        <source>{size} of courses on this laptop</source>
        <translation>इस लैपटॉप पर {size} के कोर्स</translation>
    </message>
    <message>
        <source>{size} still free</source>
        <translation>{size} जगह खाली</translation>
    </message>
    <message>
        <source>Room that courses take</source>
        <translation>कोर्स द्वारा ली गई जगह</translation>
    </message>
    <message>
        <source>Nothing is on this laptop yet</source>
        <translation>इस लैपटॉप पर अभी कुछ नहीं है</translation>
    </message>
    <message>
        <source>Fetch a course while there is a link; then it opens anywhere.</source>
        <translation>लिंक रहते कोई कोर्स डाउनलोड कर लें; फिर वह कहीं भी खुलेगा।</translation>
    </message>
    <message>
        <source>Go to my plan</source>
        <translation>मेरी योजना पर जाएँ</translation>
    </message>
    <message>
        <source>Import from a file…</source>
        <translation>फ़ाइल से कोर्स लाएँ…</translation>
    </message>
    <message>
        <source>Files being fetched and courses on this laptop</source>
        <translation>डाउनलोड हो रही फ़ाइलें और इस लैपटॉप के कोर्स</translation>
    </message>
    <message>
        <source>Being fetched</source>
        <translation>डाउनलोड हो रहा है</translation>
    </message>
    <message>
        <source>On this laptop</source>
        <translation>इस लैपटॉप पर</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{total} में से {done}</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>जारी रखें</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>In the queue</source>
        <translation>कतार में</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>रुका हुआ</translation>
    </message>
    <message>
        <source>Could not be fetched</source>
        <translation>डाउनलोड नहीं हो सका</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>यहाँ है</translation>
    </message>
    <message>
        <source>Tries again by itself</source>
        <translation>अपने-आप फिर कोशिश होगी</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>हटाएँ</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Everything you have done is safe on this laptop.</source>
        <translation>आपका किया हुआ सब कुछ इस लैपटॉप पर सुरक्षित है।</translation>
    </message>
    <message>
        <source>The courses on this laptop still open.</source>
        <translation>इस लैपटॉप के कोर्स पहले की तरह खुलेंगे।</translation>
    </message>
    <message>
        <source>What was fetched so far is kept.</source>
        <translation>अब तक जो डाउनलोड हुआ, वह सुरक्षित है।</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>कुछ भी बदला नहीं गया।</translation>
    </message>
    <message>
        <source>KarmaDesk tries again by itself when there is a link.</source>
        <translation>लिंक मिलने पर KarmaDesk अपने-आप फिर कोशिश करेगा।</translation>
    </message>
    <message>
        <source>Please show this to your office&apos;s IT officer.</source>
        <translation>कृपया यह अपने कार्यालय के आईटी अधिकारी को दिखाएँ।</translation>
    </message>
    <message>
        <source>The server can&apos;t be reached well.</source>
        <translation>सर्वर तक ठीक से पहुँचा नहीं जा रहा है।</translation>
    </message>
    <message>
        <source>There is no link to the server now.</source>
        <translation>अभी सर्वर से लिंक नहीं है।</translation>
    </message>
    <message>
        <source>This network&apos;s proxy does not let KarmaDesk through to the server.</source>
        <translation>इस नेटवर्क का प्रॉक्सी KarmaDesk को सर्वर तक जाने नहीं देता।</translation>
    </message>
    <message>
        <source>Ask your office&apos;s IT officer to allow the server&apos;s address, or use another network.</source>
        <translation>अपने कार्यालय के आईटी अधिकारी से सर्वर का पता खोलने को कहें, या कोई दूसरा नेटवर्क इस्तेमाल करें।</translation>
    </message>
    <message>
        <source>This network&apos;s proxy wants a name and a password.</source>
        <translation>इस नेटवर्क का प्रॉक्सी नाम और पासवर्ड माँगता है।</translation>
    </message>
    <message>
        <source>Ask your office&apos;s IT officer to set the proxy&apos;s login, or use another network.</source>
        <translation>अपने कार्यालय के आईटी अधिकारी से प्रॉक्सी का लॉगिन भरने को कहें, या कोई दूसरा नेटवर्क इस्तेमाल करें।</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted by this laptop.</source>
        <translation>यह लैपटॉप सर्वर के प्रमाणपत्र पर भरोसा नहीं करता।</translation>
    </message>
    <message>
        <source>Nothing was sent.</source>
        <translation>कुछ भी भेजा नहीं गया।</translation>
    </message>
    <message>
        <source>Check the laptop&apos;s date and time; if they are right, ask your office&apos;s IT officer.</source>
        <translation>लैपटॉप की तारीख और समय जाँचें; वे सही हों तो अपने कार्यालय के आईटी अधिकारी से पूछें।</translation>
    </message>
    <message>
        <source>Something answered at this address, but it is not the learning server.</source>
        <translation>इस पते से उत्तर तो मिला, पर वह सीखने का सर्वर नहीं है।</translation>
    </message>
    <message>
        <source>If this network has a sign-in page, sign in there first; else check the server&apos;s address.</source>
        <translation>यदि इस नेटवर्क का अपना साइन-इन पेज है तो पहले वहाँ साइन इन करें; नहीं तो सर्वर का पता जाँचें।</translation>
    </message>
    <message>
        <source>The server is busy.</source>
        <translation>सर्वर व्यस्त है।</translation>
    </message>
    <message>
        <source>The server reports a fault of its own.</source>
        <translation>सर्वर अपनी ही किसी गड़बड़ी की सूचना दे रहा है।</translation>
    </message>
    <message>
        <source>Signing in did not work.</source>
        <translation>साइन इन नहीं हो सका।</translation>
    </message>
    <message>
        <source>Your session with the server has ended.</source>
        <translation>सर्वर के साथ आपका सत्र समाप्त हो गया है।</translation>
    </message>
    <message>
        <source>You can go on learning; everything is kept.</source>
        <translation>आप सीखना जारी रख सकते हैं; सब कुछ सुरक्षित रहेगा।</translation>
    </message>
    <message>
        <source>Sign in once when there is a link, so that it can be sent.</source>
        <translation>लिंक मिलने पर एक बार साइन इन करें, ताकि इसे भेजा जा सके।</translation>
    </message>
    <message>
        <source>The browser&apos;s answer can&apos;t be used: it was cancelled, or it is too old.</source>
        <translation>ब्राउज़र का उत्तर काम का नहीं है: वह रद्द किया गया था या बहुत पुराना है।</translation>
    </message>
    <message>
        <source>Nobody finished signing in within five minutes.</source>
        <translation>पाँच मिनट में किसी ने साइन-इन पूरा नहीं किया।</translation>
    </message>
    <message>
        <source>This person is already on this laptop.</source>
        <translation>यह व्यक्ति पहले से इस लैपटॉप पर है।</translation>
    </message>
    <message>
        <source>Choose the person&apos;s card, or sign in as somebody else.</source>
        <translation>उस व्यक्ति का कार्ड चुनें, या किसी और के रूप में साइन इन करें।</translation>
    </message>
    <message>
        <source>Somebody else signed in than was expected.</source>
        <translation>जिनसे अपेक्षा थी, उनके बजाय किसी और ने साइन इन किया।</translation>
    </message>
    <message>
        <source>Sign in again as the person whose card you chose.</source>
        <translation>आपने जिनका कार्ड चुना है, उन्हीं के रूप में फिर साइन इन करें।</translation>
    </message>
    <message>
        <source>The laptop&apos;s storage can&apos;t be used.</source>
        <translation>लैपटॉप का भंडारण काम में नहीं लिया जा सकता।</translation>
    </message>
    <message>
        <source>These records were written by a newer KarmaDesk.</source>
        <translation>ये रिकॉर्ड KarmaDesk के नए संस्करण ने लिखे हैं।</translation>
    </message>
    <message>
        <source>They are whole and were not changed.</source>
        <translation>वे पूरे हैं और बदले नहीं गए।</translation>
    </message>
    <message>
        <source>Install the newest KarmaDesk on this laptop to open them.</source>
        <translation>इन्हें खोलने के लिए इस लैपटॉप पर KarmaDesk का सबसे नया संस्करण लगाएँ।</translation>
    </message>
    <message>
        <source>This person&apos;s records can&apos;t be unlocked with the key on this laptop.</source>
        <translation>इस व्यक्ति के रिकॉर्ड इस लैपटॉप की कुंजी से नहीं खुलते।</translation>
    </message>
    <message>
        <source>The file with these records is damaged.</source>
        <translation>इन अभिलेखों की फ़ाइल ख़राब है।</translation>
    </message>
    <message>
        <source>Nothing was deleted.</source>
        <translation>कुछ भी नहीं हटाया गया।</translation>
    </message>
    <message>
        <source>Close KarmaDesk and open it again: it mends the file by itself.</source>
        <translation>KarmaDesk को बंद करके फिर खोलें: वह फ़ाइल को अपने आप ठीक कर लेता है।</translation>
    </message>
    <message>
        <source>The file with your records was damaged and is whole again.</source>
        <translation>आपके अभिलेखों की फ़ाइल ख़राब हो गई थी और अब फिर पूरी है।</translation>
    </message>
    <message>
        <source>Nothing is missing.</source>
        <translation>कुछ भी कम नहीं है।</translation>
    </message>
    <message>
        <source>If this happens again, have the disk looked at.</source>
        <translation>अगर फिर ऐसा हो, तो डिस्क की जाँच करवाएँ।</translation>
    </message>
    <message>
        <source>The file with your records was damaged and is mended from a copy and what was left.</source>
        <translation>आपके अभिलेखों की फ़ाइल ख़राब हो गई थी; उसे प्रतिलिपि और बचे हुए हिस्से से ठीक किया गया है।</translation>
    </message>
    <message>
        <source>What the server has comes back with the next link.</source>
        <translation>जो सर्वर पर है, वह अगले संपर्क पर वापस आ जाएगा।</translation>
    </message>
    <message>
        <source>The file with your records could not be read any more and was begun anew.</source>
        <translation>आपके अभिलेखों की फ़ाइल पढ़ी नहीं जा सकी, इसलिए नई शुरू की गई है।</translation>
    </message>
    <message>
        <source>What the server has comes back with the next link; the damaged file is kept.</source>
        <translation>जो सर्वर पर है, वह अगले संपर्क पर वापस आ जाएगा; ख़राब फ़ाइल रखी हुई है।</translation>
    </message>
    <message>
        <source>A list of courses or files on this laptop was damaged and is made anew.</source>
        <translation>इस लैपटॉप पर कोर्सों या फ़ाइलों की एक सूची ख़राब हो गई थी और नए सिरे से बनाई जा रही है।</translation>
    </message>
    <message>
        <source>What is missing comes back by itself with the next link to the server.</source>
        <translation>जो नहीं दिख रहा, वह सर्वर से अगला लिंक मिलते ही अपने-आप लौट आएगा।</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>डिस्क भर गई है।</translation>
    </message>
    <message>
        <source>Remove a course that you no longer need, or free some space; then it goes on.</source>
        <translation>जो कोर्स अब नहीं चाहिए उसे हटाएँ या कुछ जगह खाली करें; फिर काम आगे बढ़ेगा।</translation>
    </message>
    <message>
        <source>Something of this person was not sent yet.</source>
        <translation>इस व्यक्ति का कुछ काम अभी भेजा नहीं गया है।</translation>
    </message>
    <message>
        <source>Nothing was removed.</source>
        <translation>कुछ हटाया नहीं गया।</translation>
    </message>
    <message>
        <source>Send it first, take it along in a file, or type the name to destroy it.</source>
        <translation>पहले भेज दें, फ़ाइल में साथ ले जाएँ, या मिटाने के लिए नाम टाइप करें।</translation>
    </message>
    <message>
        <source>The keys on this laptop can&apos;t be read.</source>
        <translation>इस लैपटॉप की कुंजियाँ पढ़ी नहीं जा सकतीं।</translation>
    </message>
    <message>
        <source>This laptop has no usable key store.</source>
        <translation>इस लैपटॉप पर कुंजियाँ रखने की कोई जगह काम नहीं कर रही है।</translation>
    </message>
    <message>
        <source>Start KarmaDesk with a sealed file for the keys, or ask your office&apos;s IT officer.</source>
        <translation>कुंजियों की सीलबंद फ़ाइल के साथ KarmaDesk शुरू करें, या अपने कार्यालय के आईटी अधिकारी से पूछें।</translation>
    </message>
    <message>
        <source>No passphrase has been chosen for this laptop&apos;s keys yet.</source>
        <translation>इस लैपटॉप की कुंजियों के लिए अभी कोई पासफ़्रेज़ नहीं चुना गया है।</translation>
    </message>
    <message>
        <source>This laptop&apos;s keys are locked.</source>
        <translation>इस लैपटॉप की कुंजियाँ बंद हैं।</translation>
    </message>
    <message>
        <source>Choose who is learning; the passphrase is asked for then.</source>
        <translation>चुनें कि कौन सीख रहा है; तब पासफ़्रेज़ पूछा जाएगा।</translation>
    </message>
    <message>
        <source>The passphrase does not open the keys.</source>
        <translation>इस पासफ़्रेज़ से कुंजियाँ नहीं खुलतीं।</translation>
    </message>
    <message>
        <source>Try the passphrase again.</source>
        <translation>पासफ़्रेज़ फिर से लिखें।</translation>
    </message>
    <message>
        <source>This person&apos;s records are locked with their own PIN or password.</source>
        <translation>इस व्यक्ति के रिकॉर्ड उनके अपने पिन या पासवर्ड से बंद हैं।</translation>
    </message>
    <message>
        <source>They unlock them on the first screen.</source>
        <translation>वे उन्हें पहली स्क्रीन पर खोल सकते हैं।</translation>
    </message>
    <message>
        <source>This is not the PIN or password.</source>
        <translation>यह पिन या पासवर्ड सही नहीं है।</translation>
    </message>
    <message>
        <source>After several wrong tries the next one has to wait.</source>
        <translation>कई गलत कोशिशों के बाद अगली कोशिश के लिए रुकना पड़ता है।</translation>
    </message>
    <message>
        <source>This lesson can&apos;t be used.</source>
        <translation>यह पाठ काम में नहीं लिया जा सकता।</translation>
    </message>
    <message>
        <source>The server no longer has this file.</source>
        <translation>सर्वर पर यह फ़ाइल अब नहीं है।</translation>
    </message>
    <message>
        <source>Tell the course&apos;s provider; the other lessons go on.</source>
        <translation>कोर्स देने वाली संस्था को बताएँ; बाकी पाठ चलते रहेंगे।</translation>
    </message>
    <message>
        <source>The file is not as long as the server promised.</source>
        <translation>फ़ाइल उतनी बड़ी नहीं है जितनी सर्वर ने बताई थी।</translation>
    </message>
    <message>
        <source>This is not a course file.</source>
        <translation>यह कोर्स की फ़ाइल नहीं है।</translation>
    </message>
    <message>
        <source>The course file was made for a newer KarmaDesk.</source>
        <translation>कोर्स की यह फ़ाइल नए KarmaDesk के लिए बनी है।</translation>
    </message>
    <message>
        <source>Install the newest KarmaDesk on this laptop, then bring the file again.</source>
        <translation>इस लैपटॉप पर सबसे नया KarmaDesk लगाएँ, फिर फ़ाइल दोबारा लाएँ।</translation>
    </message>
    <message>
        <source>The course file is damaged.</source>
        <translation>कोर्स की फ़ाइल खराब है।</translation>
    </message>
    <message>
        <source>The file “{name}” can&apos;t be read.</source>
        <translation>फ़ाइल “{name}” पढ़ी नहीं जा सकी।</translation>
    </message>
    <message>
        <source>Check that the drive is still in, and that you may open the file; then try again.</source>
        <translation>देखें कि ड्राइव लगी हुई है और फ़ाइल खोलने की अनुमति है; फिर दोबारा कोशिश करें।</translation>
    </message>
    <message>
        <source>The file “{name}” can&apos;t be written.</source>
        <translation>फ़ाइल “{name}” लिखी नहीं जा सकी।</translation>
    </message>
    <message>
        <source>Check that the drive is still in, or choose another place where you may write.</source>
        <translation>देखें कि ड्राइव लगी हुई है, या कोई दूसरी जगह चुनें जहाँ आप लिख सकते हैं।</translation>
    </message>
    <message>
        <source>This is not a file in which somebody was taken along, or it is damaged.</source>
        <translation>यह वह फ़ाइल नहीं है जिसमें किसी को साथ ले जाया गया हो, या फ़ाइल ख़राब है।</translation>
    </message>
    <message>
        <source>Copy it again from where it came, or choose another file.</source>
        <translation>जहाँ से आई थी वहाँ से फिर कॉपी करें, या कोई दूसरी फ़ाइल चुनें।</translation>
    </message>
    <message>
        <source>The drawing of this certificate can&apos;t be shown safely.</source>
        <translation>इस प्रमाणपत्र का चित्र सुरक्षित रूप से नहीं दिखाया जा सकता।</translation>
    </message>
    <message>
        <source>The certificate is yours all the same: get it from the platform in a browser.</source>
        <translation>प्रमाणपत्र फिर भी आपका ही है: इसे ब्राउज़र में प्लेटफ़ॉर्म से लें।</translation>
    </message>
    <message>
        <source>Somebody else is in the file “{name}” already.</source>
        <translation>फ़ाइल “{name}” में पहले से कोई और है।</translation>
    </message>
    <message>
        <source>Choose another name for the file.</source>
        <translation>फ़ाइल के लिए कोई दूसरा नाम चुनें।</translation>
    </message>
    <message>
        <source>No course that is known here has this lesson.</source>
        <translation>यहाँ मौजूद किसी कोर्स में यह पाठ नहीं है।</translation>
    </message>
    <message>
        <source>Bring the course&apos;s own file too; it is usually in the same folder.</source>
        <translation>कोर्स की अपनी फ़ाइल भी लाएँ; वह प्रायः उसी फ़ोल्डर में होती है।</translation>
    </message>
    <message>
        <source>Lessons of this kind can&apos;t be shown here yet.</source>
        <translation>इस तरह के पाठ अभी यहाँ नहीं दिखाए जा सकते।</translation>
    </message>
    <message>
        <source>Use the course&apos;s other lessons, or the portal when there is a link.</source>
        <translation>कोर्स के बाकी पाठ पढ़ें, या लिंक मिलने पर पोर्टल पर देखें।</translation>
    </message>
    <message>
        <source>The course file tries to do harm and was not opened.</source>
        <translation>कोर्स की यह फ़ाइल नुकसान पहुँचा सकती थी, इसलिए खोली नहीं गई।</translation>
    </message>
    <message>
        <source>Nothing of it was kept.</source>
        <translation>उसका कुछ भी नहीं रखा गया।</translation>
    </message>
    <message>
        <source>Please tell the course&apos;s provider.</source>
        <translation>कृपया कोर्स देने वाली संस्था को बताएँ।</translation>
    </message>
    <message>
        <source>This is not on this laptop yet.</source>
        <translation>यह अभी इस लैपटॉप पर नहीं है।</translation>
    </message>
    <message>
        <source>Fetch it when there is a link.</source>
        <translation>लिंक मिलने पर इसे डाउनलोड करें।</translation>
    </message>
    <message>
        <source>This can&apos;t be played.</source>
        <translation>इसे चलाया नहीं जा सकता।</translation>
    </message>
    <message>
        <source>Nothing on this laptop can play video or sound.</source>
        <translation>इस लैपटॉप पर वीडियो या आवाज़ चलाने का कोई साधन नहीं है।</translation>
    </message>
    <message>
        <source>Documents, articles and practice still open.</source>
        <translation>दस्तावेज़, लेख और अभ्यास पहले की तरह खुलेंगे।</translation>
    </message>
    <message>
        <source>Ask your office&apos;s IT officer to install VLC.</source>
        <translation>अपने कार्यालय के आईटी अधिकारी से VLC लगाने को कहें।</translation>
    </message>
    <message>
        <source>This file can&apos;t be played.</source>
        <translation>यह फ़ाइल चलाई नहीं जा सकती।</translation>
    </message>
    <message>
        <source>Something in the world outside got in the way.</source>
        <translation>बाहर की किसी वजह से काम नहीं हो सका।</translation>
    </message>
    <message>
        <source>The server refused this.</source>
        <translation>सर्वर ने इसे स्वीकार नहीं किया।</translation>
    </message>
    <message>
        <source>This is no file of carried progress, or it was damaged on the way.</source>
        <translation>यह ले जाई गई प्रगति की फ़ाइल नहीं है, या रास्ते में ख़राब हो गई।</translation>
    </message>
    <message>
        <source>Write it to the drive once more.</source>
        <translation>इसे ड्राइव पर एक बार फिर लिखें।</translation>
    </message>
    <message>
        <source>A file on the drive opens for nobody here.</source>
        <translation>ड्राइव की एक फ़ाइल यहाँ किसी के लिए नहीं खुलती।</translation>
    </message>
    <message>
        <source>Take the drive to where it was written for.</source>
        <translation>ड्राइव को वहाँ ले जाएँ जिसके लिए वह लिखी गई थी।</translation>
    </message>
    <message>
        <source>{name}&apos;s server has not told this laptop yet how to seal a file for it.</source>
        <translation>{name} के सर्वर ने अभी इस लैपटॉप को नहीं बताया कि उसके लिए फ़ाइल कैसे सील करें।</translation>
    </message>
    <message>
        <source>Send once by a link; from then on a drive can carry it.</source>
        <translation>एक बार लिंक से भेजें; उसके बाद ड्राइव भी पहुँचा सकेगी।</translation>
    </message>
    <message>
        <source>The server does not know the laptop that wrote this file.</source>
        <translation>सर्वर उस लैपटॉप को नहीं जानता जिसने यह फ़ाइल लिखी।</translation>
    </message>
    <message>
        <source>Let that laptop send once by a link, then write it again.</source>
        <translation>उस लैपटॉप से एक बार लिंक पर भेजें, फिर इसे दोबारा लिखें।</translation>
    </message>
    <message>
        <source>This file can only be sent by its learner, signed in.</source>
        <translation>यह फ़ाइल केवल सीखने वाला स्वयं साइन इन करके भेज सकता है।</translation>
    </message>
    <message>
        <source>Ask your office&apos;s IT officer to send it with: karmadesk carry stand-in.</source>
        <translation>अपने कार्यालय के आईटी अधिकारी से कहें कि इसे इससे भेजें: karmadesk carry stand-in।</translation>
    </message>
    <message>
        <source>This person learns from {name}, which this laptop does not know.</source>
        <translation>यह व्यक्ति {name} से सीखता है, जिसे यह लैपटॉप नहीं जानता।</translation>
    </message>
    <message>
        <source>Ask your office&apos;s IT officer whether that server may be used here.</source>
        <translation>अपने कार्यालय के आईटी अधिकारी से पूछें कि क्या वह सर्वर यहाँ इस्तेमाल किया जा सकता है।</translation>
    </message>
    <message>
        <source>KarmaDesk is already open on this laptop.</source>
        <translation>इस लैपटॉप पर KarmaDesk पहले से खुला है।</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it first.</source>
        <translation>खुली हुई विंडो में काम करें, या पहले उसे बंद करें।</translation>
    </message>
    <message>
        <source>What was asked for does not exist.</source>
        <translation>जो माँगा गया, वह मौजूद नहीं है।</translation>
    </message>
    <message>
        <source>What your office decided for this laptop can&apos;t be followed.</source>
        <translation>आपके दफ़्तर ने इस लैपटॉप के लिए जो तय किया है, उसका पालन नहीं हो पा रहा।</translation>
    </message>
    <message>
        <source>The office&apos;s policy file {file} can&apos;t be read at line {line} ({why}).</source>
        <translation>दफ़्तर की नीति फ़ाइल {file} की पंक्ति {line} पढ़ी नहीं जा सकती ({why})।</translation>
    </message>
    <message>
        <source>The office&apos;s policy file {file} has an unknown key in line {line}: {name}.</source>
        <translation>दफ़्तर की नीति फ़ाइल {file} की पंक्ति {line} में एक अनजान कुंजी है: {name}।</translation>
    </message>
    <message>
        <source>The office&apos;s policy file {file} has a bad value in line {line}: {name} must be {wanted}.</source>
        <translation>दफ़्तर की नीति फ़ाइल {file} की पंक्ति {line} में ग़लत मान है: {name} का मान {wanted} होना चाहिए।</translation>
    </message>
    <message>
        <source>No KarmaDesk has shown this code.</source>
        <translation>यह कोड किसी KarmaDesk ने नहीं दिखाया है।</translation>
    </message>
    <message>
        <source>Ask for the code again, letter by letter.</source>
        <translation>कोड फिर से एक-एक अक्षर करके पूछें।</translation>
    </message>
    <message>
        <source>Please try again.</source>
        <translation>कृपया फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>Please try to sign in again.</source>
        <translation>कृपया फिर से साइन इन करें।</translation>
    </message>
    <message>
        <source>Fetch it again when there is a link.</source>
        <translation>लिंक मिलने पर इसे फिर डाउनलोड करें।</translation>
    </message>
    <message>
        <source>Fetch it again when there is a link, or copy it again from where it came.</source>
        <translation>लिंक मिलने पर इसे फिर डाउनलोड करें, या जहाँ से आई थी वहाँ से फिर कॉपी करें।</translation>
    </message>
    <message>
        <source>See what to do under Sent.</source>
        <translation>क्या करना है, “भेजा गया” में देखें।</translation>
    </message>
    <message>
        <source>Remove a course that you no longer need, or free some space; then import it again.</source>
        <translation>जिस कोर्स की अब ज़रूरत नहीं, उसे हटाएँ या कुछ जगह खाली करें; फिर इसे दोबारा लाएँ।</translation>
    </message>
</context>
<context>
    <name>Explore</name>
    <message>
        <source>Explore</source>
        <translation>खोजें</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>कोर्स</translation>
    </message>
    <message numerus="yes">
        <source>%n course(s) with “{words}”</source>
        <translation>
            <numerusform>“{words}” वाला %n कोर्स</numerusform>
            <numerusform>“{words}” वाले %n कोर्स</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n course(s)</source>
        <translation>
            <numerusform>%n कोर्स</numerusform>
            <numerusform>%n कोर्स</numerusform>
        </translation>
    </message>
    <message>
        <source>The list of courses arrives with the first link</source>
        <translation>कोर्स की सूची पहली बार लिंक मिलते ही आएगी</translation>
    </message>
    <message>
        <source>After that you can look through it anywhere, also without a link.</source>
        <translation>उसके बाद आप इसे कहीं भी देख सकते हैं, बिना लिंक के भी।</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>अभी कोशिश करें</translation>
    </message>
    <message>
        <source>Ask the server now</source>
        <translation>सर्वर से अभी पूछें</translation>
    </message>
    <message>
        <source>No course fits all of this</source>
        <translation>ऐसा कोई कोर्स नहीं जिस पर यह सब लागू हो</translation>
    </message>
    <message>
        <source>With fewer filters there may be some.</source>
        <translation>फ़िल्टर कम करने पर कुछ मिल सकते हैं।</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>फ़िल्टर हटाएँ</translation>
    </message>
    <message>
        <source>Nothing found for “{words}”</source>
        <translation>“{words}” के लिए कुछ नहीं मिला</translation>
    </message>
    <message>
        <source>Try fewer or other words, in any language. The server may have newer courses.</source>
        <translation>कम या दूसरे शब्द आज़माएँ, किसी भी भाषा में। सर्वर पर नए कोर्स हो सकते हैं।</translation>
    </message>
    <message>
        <source>Look for it on the server at the next link</source>
        <translation>अगली बार लिंक मिलते ही सर्वर पर खोजें</translation>
    </message>
    <message>
        <source>The server&apos;s list is asked for again at the next link.</source>
        <translation>अगली बार लिंक मिलते ही सर्वर से सूची फिर माँगी जाएगी।</translation>
    </message>
    <message>
        <source>What is new appears here by itself.</source>
        <translation>जो नया होगा, वह यहाँ अपने-आप दिखेगा।</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>फ़िल्टर</translation>
    </message>
    <message>
        <source>On this laptop</source>
        <translation>इस लैपटॉप पर</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>कोई भी भाषा</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>अवधि</translation>
    </message>
    <message>
        <source>Any length</source>
        <translation>कोई भी अवधि</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>संस्था</translation>
    </message>
    <message>
        <source>Any provider</source>
        <translation>कोई भी संस्था</translation>
    </message>
    <message>
        <source>Competency area</source>
        <translation>दक्षता क्षेत्र</translation>
    </message>
    <message>
        <source>Any area</source>
        <translation>कोई भी क्षेत्र</translation>
    </message>
    <message>
        <source>Longer than 1 h</source>
        <translation>1 घंटे से ज़्यादा</translation>
    </message>
    <message>
        <source>Up to 15 min</source>
        <translation>15 मिनट तक</translation>
    </message>
    <message>
        <source>Up to 1 h</source>
        <translation>1 घंटे तक</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Step {n} of {total}</source>
        <translation>{total} में से चरण {n}</translation>
    </message>
    <message>
        <source>Welcome to KarmaDesk</source>
        <translation>KarmaDesk में आपका स्वागत है</translation>
    </message>
    <message>
        <source>Choose your language</source>
        <translation>अपनी भाषा चुनें</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>आगे बढ़ें</translation>
    </message>
    <message>
        <source>Look around with sample courses</source>
        <translation>नमूना कोर्स के साथ घूमकर देखें</translation>
    </message>
    <message>
        <source>No account and no link needed; nothing is kept or sent.</source>
        <translation>न खाता चाहिए, न लिंक; कुछ भी रखा या भेजा नहीं जाता।</translation>
    </message>
    <message>
        <source>Laying out the sample courses…</source>
        <translation>नमूना कोर्स सजाए जा रहे हैं…</translation>
    </message>
    <message>
        <source>Assigned courses</source>
        <translation>सौंपे गए कोर्स</translation>
    </message>
    <message>
        <source>What do you need before you leave?</source>
        <translation>निकलने से पहले आपको क्या चाहिए?</translation>
    </message>
    <message>
        <source>{size} free on this laptop</source>
        <translation>इस लैपटॉप पर {size} जगह खाली</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>बाद में</translation>
    </message>
    <message numerus="yes">
        <source>Due within %n day(s) is chosen already.</source>
        <translation>
            <numerusform>%n दिन के भीतर जो पूरा करना है, वह पहले से चुना हुआ है।</numerusform>
            <numerusform>%n दिनों के भीतर जो पूरा करना है, वह पहले से चुना हुआ है।</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing that is assigned to you has to be fetched now. You can look for other courses.</source>
        <translation>आपको सौंपे गए कोर्स में से अभी कुछ डाउनलोड करना ज़रूरी नहीं है। आप दूसरे कोर्स खोज सकते हैं।</translation>
    </message>
    <message>
        <source>The server can&apos;t be reached now; your courses arrive by themselves with the next link.</source>
        <translation>अभी सर्वर तक पहुँचा नहीं जा सकता; अगली बार लिंक मिलते ही आपके कोर्स अपने-आप आ जाएँगे।</translation>
    </message>
    <message>
        <source>Asking the server what your office assigned to you…</source>
        <translation>सर्वर से पूछा जा रहा है कि आपके कार्यालय ने आपको क्या सौंपा है…</translation>
    </message>
    <message numerus="yes">
        <source>Fetch %n course(s)</source>
        <translation>
            <numerusform>%n कोर्स डाउनलोड करें</numerusform>
            <numerusform>%n कोर्स डाउनलोड करें</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to my plan</source>
        <translation>मेरी योजना पर जाएँ</translation>
    </message>
    <message>
        <source>That is more than fits on this laptop.</source>
        <translation>इतना इस लैपटॉप पर नहीं समाएगा।</translation>
    </message>
    <message>
        <source>Choose fewer courses; the others can be fetched when some are done.</source>
        <translation>कम कोर्स चुनें; कुछ पूरे होने पर बाकी डाउनलोड किए जा सकते हैं।</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>वापस (Esc)</translation>
    </message>
    <message>
        <source>Where do your courses come from?</source>
        <translation>आपके कोर्स कहाँ से आते हैं?</translation>
    </message>
    <message>
        <source>Your office says which server it is.</source>
        <translation>सर्वर कौन-सा है, यह आपका कार्यालय बताएगा।</translation>
    </message>
    <message>
        <source>Another server</source>
        <translation>कोई और सर्वर</translation>
    </message>
    <message>
        <source>of your department or office</source>
        <translation>आपके विभाग या कार्यालय का</translation>
    </message>
    <message>
        <source>Its address, for example https://hub.example.in</source>
        <translation>उसका पता, जैसे https://hub.example.in</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>सर्वर का पता</translation>
    </message>
    <message>
        <source>{server} answers.</source>
        <translation>{server} से उत्तर मिला।</translation>
    </message>
    <message>
        <source>Asking whether it answers…</source>
        <translation>पूछा जा रहा है कि उत्तर मिलता है या नहीं…</translation>
    </message>
    <message>
        <source>This is not an address yet.</source>
        <translation>यह अभी पूरा पता नहीं है।</translation>
    </message>
    <message>
        <source>It looks like https://hub.example.in, or like http://192.168.1.20:8000 in an office.</source>
        <translation>पता https://hub.example.in जैसा होता है, या कार्यालय में http://192.168.1.20:8000 जैसा।</translation>
    </message>
    <message>
        <source>Look at the link and at the address, then try again.</source>
        <translation>लिंक और पता देख लें, फिर कोशिश करें।</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>{n} GB</source>
        <translation>{n} GB</translation>
    </message>
    <message>
        <source>{n} MB</source>
        <translation>{n} MB</translation>
    </message>
    <message>
        <source>{n} KB</source>
        <translation>{n} KB</translation>
    </message>
    <message>
        <source>{s} s</source>
        <translation>{s} सेकंड</translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n घंटा</numerusform>
            <numerusform>%n घंटे</numerusform>
        </translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation>{m} मिनट</translation>
    </message>
    <message numerus="yes">
        <source>Overdue by %n day(s)</source>
        <translation>
            <numerusform>%n दिन की देरी</numerusform>
            <numerusform>%n दिन की देरी</numerusform>
        </translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>आज तक</translation>
    </message>
    <message numerus="yes">
        <source>Due in %n day(s)</source>
        <translation>
            <numerusform>%n दिन बाकी</numerusform>
            <numerusform>%n दिन बाकी</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HandOver</name>
    <message>
        <source>People of KarmaDesk (*{ending})</source>
        <translation>कर्मडेस्क के लोग (*{ending})</translation>
    </message>
    <message>
        <source>Take along in a file</source>
        <translation>फ़ाइल में साथ ले जाएँ</translation>
    </message>
    <message>
        <source>Take in somebody from a file</source>
        <translation>फ़ाइल से किसी को लाएँ</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>और %n</numerusform>
            <numerusform>और %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove from this laptop</source>
        <translation>इस लैपटॉप से हटाएँ</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>रहने दें</translation>
    </message>
    <message>
        <source>{name} is taken off this laptop. What was sent stays on the server.</source>
        <translation>{name} को इस लैपटॉप से हटाया जाएगा। जो भेजा जा चुका है वह सर्वर पर रहेगा।</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>What was not sent is destroyed for good: nobody can bring it back. To go on, type {name} here.</source>
        <translation>जो भेजा नहीं गया वह हमेशा के लिए मिट जाएगा: उसे कोई वापस नहीं ला सकता। आगे बढ़ने के लिए यहाँ {name} टाइप करें।</translation>
    </message>
    <message>
        <source>Destroy and remove</source>
        <translation>मिटाएँ और हटाएँ</translation>
    </message>
    <message>
        <source>{name}: locked records that were set aside</source>
        <translation>{name}: बंद रिकॉर्ड, जो अलग रखे गए थे</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>वापस लाएँ</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>हमेशा के लिए मिटाएँ</translation>
    </message>
    <message>
        <source>Hand over this laptop</source>
        <translation>यह लैपटॉप सौंपें</translation>
    </message>
    <message>
        <source>Before somebody leaves or the laptop goes to somebody else: what was not sent is only here. Courses that were fetched stay for the others.</source>
        <translation>किसी के जाने या लैपटॉप किसी और को देने से पहले: जो भेजा नहीं गया वह केवल यहीं है। लाए गए कोर्स बाकी लोगों के लिए रहते हैं।</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>अभी भेजें</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>Locked: what was not sent is not known here.</source>
        <translation>ताला लगा है: क्या भेजा नहीं गया, यह यहाँ पता नहीं।</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) not sent yet: to send, they must unlock</source>
        <translation>
            <numerusform>%n काम अभी भेजा नहीं गया: भेजने के लिए उन्हें ताला खोलना होगा</numerusform>
            <numerusform>%n काम अभी भेजे नहीं गए: भेजने के लिए उन्हें ताला खोलना होगा</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) not sent yet</source>
        <translation>
            <numerusform>%n काम अभी भेजा नहीं गया</numerusform>
            <numerusform>%n काम अभी भेजे नहीं गए</numerusform>
        </translation>
    </message>
    <message>
        <source>Locked. When they were last here, everything was sent.</source>
        <translation>ताला लगा है। पिछली बार यहाँ होने तक सब भेजा जा चुका था।</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) were refused by the server and are kept only here</source>
        <translation>
            <numerusform>%n काम सर्वर ने नहीं माना, वह केवल यहीं रखा है</numerusform>
            <numerusform>%n काम सर्वर ने नहीं माने, वे केवल यहीं रखे हैं</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything was sent.</source>
        <translation>सब भेजा जा चुका है।</translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message>
        <source>Let go to bring these courses here</source>
        <translation>छोड़ते ही ये कोर्स यहाँ आ जाएँगे</translation>
    </message>
    <message>
        <source>Course files (.ecar), or a folder with some. They are copied; no network is needed.</source>
        <translation>कोर्स की फ़ाइलें (.ecar), या ऐसी फ़ाइलों वाला फ़ोल्डर। इनकी कॉपी बनती है; नेटवर्क की ज़रूरत नहीं।</translation>
    </message>
    <message>
        <source>What could not be imported</source>
        <translation>जो यहाँ नहीं लाया जा सका</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Import courses from files</source>
        <translation>फ़ाइलों से कोर्स लाएँ</translation>
    </message>
    <message>
        <source>Course files</source>
        <translation>कोर्स की फ़ाइलें</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>सभी फ़ाइलें (*)</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>लाया जा रहा है…</translation>
    </message>
    <message>
        <source>Importing {name} · {number} of {count}</source>
        <translation>{name} लाई जा रही है · {count} में से {number}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>See why</source>
        <translation>कारण देखें</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>{fine} of {count} files were imported; {refused} could not be.</source>
        <translation>{count} में से {fine} फ़ाइलें आ गईं; {refused} नहीं लाई जा सकीं।</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be imported. Nothing was changed.</source>
        <translation>
            <numerusform>%n फ़ाइल नहीं लाई जा सकी। कुछ नहीं बदला।</numerusform>
            <numerusform>%n फ़ाइलें नहीं लाई जा सकीं। कुछ नहीं बदला।</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n file(s) were imported.</source>
        <translation>
            <numerusform>रोक दिया गया। %n फ़ाइल आ गई।</numerusform>
            <numerusform>रोक दिया गया। %n फ़ाइलें आ गईं।</numerusform>
        </translation>
    </message>
    <message>
        <source>No course file (.ecar) was found there.</source>
        <translation>वहाँ कोर्स की कोई फ़ाइल (.ecar) नहीं मिली।</translation>
    </message>
    <message>
        <source>“{name}” is on this laptop now.</source>
        <translation>“{name}” अब इस लैपटॉप पर है।</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were imported.</source>
        <translation>
            <numerusform>%n फ़ाइल आ गई।</numerusform>
            <numerusform>%n फ़ाइलें आ गईं।</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>The keys</source>
        <translation>कुंजियाँ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>हर जगह</translation>
    </message>
    <message>
        <source>Do anything by name</source>
        <translation>नाम से कुछ भी करें</translation>
    </message>
    <message>
        <source>Undo what the bar at the foot says</source>
        <translation>नीचे की पट्टी में लिखा काम वापस लें</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>एक कदम पीछे</translation>
    </message>
    <message>
        <source>In a list</source>
        <translation>सूची में</translation>
    </message>
    <message>
        <source>The row before; Down: the row after</source>
        <translation>पिछली पंक्ति; Down: अगली पंक्ति</translation>
    </message>
    <message>
        <source>What the row&apos;s first button does</source>
        <translation>पंक्ति का पहला बटन जो करता है</translation>
    </message>
    <message>
        <source>The row&apos;s next button</source>
        <translation>पंक्ति का अगला बटन</translation>
    </message>
    <message>
        <source>Everything that can be done with the row</source>
        <translation>पंक्ति के साथ जो कुछ किया जा सकता है</translation>
    </message>
    <message>
        <source>While a video or sound plays</source>
        <translation>वीडियो या ऑडियो चलते समय</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>चलाएँ या रोकें</translation>
    </message>
    <message>
        <source>10 seconds back; Right: 10 seconds on</source>
        <translation>10 सेकंड पीछे; Right: 10 सेकंड आगे</translation>
    </message>
    <message>
        <source>The next language of the captions, or none</source>
        <translation>कैप्शन की अगली भाषा, या कोई नहीं</translation>
    </message>
    <message>
        <source>Show or hide the transcript</source>
        <translation>लिखित पाठ दिखाएँ या छिपाएँ</translation>
    </message>
    <message>
        <source>Sound off or on</source>
        <translation>आवाज़ बंद या चालू</translation>
    </message>
    <message>
        <source>The whole screen</source>
        <translation>पूरी स्क्रीन</translation>
    </message>
    <message>
        <source>In a lesson</source>
        <translation>पाठ में</translation>
    </message>
    <message>
        <source>The next lesson</source>
        <translation>अगला पाठ</translation>
    </message>
    <message>
        <source>The lesson before</source>
        <translation>पिछला पाठ</translation>
    </message>
    <message>
        <source>A document larger; minus: smaller; 0: as wide as the window</source>
        <translation>दस्तावेज़ बड़ा; minus: छोटा; 0: खिड़की जितना चौड़ा</translation>
    </message>
    <message>
        <source>The first answer of a question; 2: the second, and so on</source>
        <translation>प्रश्न का पहला उत्तर; 2: दूसरा, और इसी तरह आगे</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>छिपाएँ</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>दिखाएँ</translation>
    </message>
    <message>
        <source>Hide the passphrase</source>
        <translation>पासफ़्रेज़ छिपाएँ</translation>
    </message>
    <message>
        <source>Show the passphrase</source>
        <translation>पासफ़्रेज़ दिखाएँ</translation>
    </message>
    <message>
        <source>Choose a passphrase for this laptop</source>
        <translation>इस लैपटॉप के लिए पासफ़्रेज़ चुनें</translation>
    </message>
    <message>
        <source>This system has no key store that KarmaDesk can use. What is learnt here is encrypted, and its key is locked with a passphrase. Whoever learns here types it once each time KarmaDesk starts.</source>
        <translation>इस सिस्टम में कुंजियाँ रखने की ऐसी कोई जगह नहीं है जो KarmaDesk के काम आए। यहाँ की पढ़ाई कूट रूप में रखी जाती है और उसकी कुंजी पासफ़्रेज़ से बंद रहती है। KarmaDesk जब भी शुरू हो, सीखने वाला इसे एक बार लिखता है।</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>नया पासफ़्रेज़</translation>
    </message>
    <message>
        <source>The same once more</source>
        <translation>वही एक बार और</translation>
    </message>
    <message>
        <source>Four words that have nothing to do with each other are easy to remember and hard to guess. No names, dates or telephone numbers.</source>
        <translation>चार ऐसे शब्द, जिनका आपस में कोई संबंध न हो, याद रखने में आसान और भाँपने में कठिन होते हैं। नाम, तारीख या फ़ोन नंबर न लें।</translation>
    </message>
    <message>
        <source>Write it down and keep it in a safe place.</source>
        <translation>इसे लिखकर सुरक्षित जगह पर रखें।</translation>
    </message>
    <message>
        <source>Nobody can recover a lost passphrase: not KarmaDesk, not your office, not the server. What has not been sent by then is lost with it.</source>
        <translation>खोया हुआ पासफ़्रेज़ कोई वापस नहीं ला सकता: न KarmaDesk, न आपका कार्यालय, न सर्वर। तब तक जो भेजा न गया हो, वह उसके साथ खो जाता है।</translation>
    </message>
    <message>
        <source>Locking…</source>
        <translation>बंद किया जा रहा है…</translation>
    </message>
    <message>
        <source>Use this passphrase</source>
        <translation>यही पासफ़्रेज़ रखें</translation>
    </message>
    <message>
        <source>at least {n} characters</source>
        <translation>कम से कम {n} अक्षर</translation>
    </message>
    <message>
        <source>easy to guess</source>
        <translation>भाँपना आसान</translation>
    </message>
    <message>
        <source>fair</source>
        <translation>ठीक-ठाक</translation>
    </message>
    <message>
        <source>good</source>
        <translation>अच्छा</translation>
    </message>
    <message>
        <source>It needs at least {n} characters.</source>
        <translation>इसमें कम से कम {n} अक्षर चाहिए।</translation>
    </message>
    <message>
        <source>The two are not the same. Please type it once more.</source>
        <translation>दोनों एक जैसे नहीं हैं। कृपया एक बार और लिखें।</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
    <message>
        <source>Unlock this laptop&apos;s keys</source>
        <translation>इस लैपटॉप की कुंजियाँ खोलें</translation>
    </message>
    <message>
        <source>What is learnt on this laptop is encrypted. Its passphrase opens it for everybody here, and is asked once each time KarmaDesk starts.</source>
        <translation>इस लैपटॉप की पढ़ाई कूट रूप में रखी है। इसका पासफ़्रेज़ उसे यहाँ के सब लोगों के लिए खोलता है, और KarmaDesk जब भी शुरू हो, एक बार पूछा जाता है।</translation>
    </message>
    <message>
        <source>Passphrase of this laptop</source>
        <translation>इस लैपटॉप का पासफ़्रेज़</translation>
    </message>
    <message>
        <source>Unlocking…</source>
        <translation>खोला जा रहा है…</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Forgotten? Ask whoever set up this laptop. Nobody can recover a lost passphrase; what the server has accepted is safe there.</source>
        <translation>भूल गए? जिसने यह लैपटॉप तैयार किया, उससे पूछें। खोया हुआ पासफ़्रेज़ कोई वापस नहीं ला सकता; सर्वर ने जो स्वीकार कर लिया है, वह वहाँ सुरक्षित है।</translation>
    </message>
    <message>
        <source>Type the passphrase of this laptop.</source>
        <translation>इस लैपटॉप का पासफ़्रेज़ लिखें।</translation>
    </message>
    <message>
        <source>This passphrase does not open the keys. Nothing was changed; please try again.</source>
        <translation>इस पासफ़्रेज़ से कुंजियाँ नहीं खुलतीं। कुछ भी नहीं बदला; कृपया फिर से लिखें।</translation>
    </message>
</context>
<context>
    <name>Kinds</name>
    <message>
        <source>Video</source>
        <translation>वीडियो</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>ऑडियो</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>दस्तावेज़</translation>
    </message>
    <message>
        <source>Article</source>
        <translation>लेख</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>अभ्यास</translation>
    </message>
    <message>
        <source>Can&apos;t be shown here yet</source>
        <translation>यहाँ अभी नहीं दिखाया जा सकता</translation>
    </message>
</context>
<context>
    <name>Ledger</name>
    <message>
        <source>What has been sent</source>
        <translation>क्या-क्या भेजा गया</translation>
    </message>
    <message>
        <source>Nothing here is ever lost: each item stays until the server has answered.</source>
        <translation>यहाँ कुछ भी खोता नहीं: हर चीज़ सर्वर का उत्तर आने तक बनी रहती है।</translation>
    </message>
    <message>
        <source>Items and what became of them</source>
        <translation>भेजी जाने वाली चीज़ें और उनकी स्थिति</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>अभी भेजें</translation>
    </message>
    <message>
        <source>Send now (F5)</source>
        <translation>अभी भेजें (F5)</translation>
    </message>
    <message>
        <source>Save the list…</source>
        <translation>सूची सहेजें…</translation>
    </message>
    <message>
        <source>All {n}</source>
        <translation>सभी {n}</translation>
    </message>
    <message>
        <source>Waiting {n}</source>
        <translation>बाकी {n}</translation>
    </message>
    <message>
        <source>Accepted {n}</source>
        <translation>स्वीकृत {n}</translation>
    </message>
    <message>
        <source>Refused {n}</source>
        <translation>अस्वीकृत {n}</translation>
    </message>
    <message>
        <source>Usage {n}</source>
        <translation>उपयोग {n}</translation>
    </message>
    <message numerus="yes">
        <source>Sign in to send %n item(s)</source>
        <translation>
            <numerusform>%n चीज़ भेजने के लिए साइन इन करें</numerusform>
            <numerusform>%n चीज़ें भेजने के लिए साइन इन करें</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was refused</source>
        <translation>कुछ भी अस्वीकृत नहीं हुआ</translation>
    </message>
    <message>
        <source>Good.</source>
        <translation>बहुत अच्छा।</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>कुछ भी बाकी नहीं है</translation>
    </message>
    <message>
        <source>Everything you did has been sent.</source>
        <translation>आपका किया हुआ सब कुछ भेजा जा चुका है।</translation>
    </message>
    <message>
        <source>Nothing is told of how lessons are used</source>
        <translation>पाठों के उपयोग के बारे में कुछ नहीं बताया जाता</translation>
    </message>
    <message>
        <source>Settings say whether the platform may know.</source>
        <translation>प्लेटफ़ॉर्म को बताया जाए या नहीं, यह सेटिंग में तय होता है।</translation>
    </message>
    <message>
        <source>Nothing to send yet</source>
        <translation>अभी भेजने को कुछ नहीं है</translation>
    </message>
    <message>
        <source>What you watch, read and answer will stand here, with the server&apos;s answer.</source>
        <translation>आप जो देखेंगे, पढ़ेंगे और हल करेंगे, वह सर्वर के उत्तर के साथ यहाँ दिखेगा।</translation>
    </message>
    <message>
        <source>The list was saved as {name}.</source>
        <translation>सूची {name} नाम से सहेजी गई।</translation>
    </message>
    <message>
        <source>“{name}” was refused: {reason}.</source>
        <translation>“{name}” स्वीकार नहीं हुआ: {reason}।</translation>
    </message>
    <message>
        <source>Open the course</source>
        <translation>कोर्स खोलें</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>फिर भेजें</translation>
    </message>
    <message>
        <source>What can I do?</source>
        <translation>मैं क्या करूँ?</translation>
    </message>
    <message>
        <source>to the record store</source>
        <translation>अभिलेख भंडार को</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) about how lessons were used</source>
        <translation>
            <numerusform>पाठों के उपयोग की %n बात</numerusform>
            <numerusform>पाठों के उपयोग की %n बातें</numerusform>
        </translation>
    </message>
    <message>
        <source>Joined the course</source>
        <translation>कोर्स में शामिल हुए</translation>
    </message>
    <message>
        <source>Answered {done} of {total}, {right} right</source>
        <translation>{total} में से {done} के उत्तर दिए, {right} सही</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>पूरा किया</translation>
    </message>
    <message>
        <source>Watched {share}</source>
        <translation>{share} देखा</translation>
    </message>
    <message>
        <source>Read {share}</source>
        <translation>{share} पढ़ा</translation>
    </message>
    <message>
        <source>Progress {share}</source>
        <translation>{share} प्रगति</translation>
    </message>
    <message>
        <source>Refused: {reason}</source>
        <translation>अस्वीकृत: {reason}</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>स्वीकृत</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>भेजा जा रहा है</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>बाकी</translation>
    </message>
    <message>
        <source>Waiting for a link</source>
        <translation>लिंक का इंतज़ार</translation>
    </message>
    <message>
        <source>Tables (*{ending})</source>
        <translation>तालिकाएँ (*{ending})</translation>
    </message>
    <message>
        <source>Save the list as a file</source>
        <translation>सूची को फ़ाइल में सहेजें</translation>
    </message>
    <message>
        <source>When</source>
        <translation>कब</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>पाठ्यक्रम</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>पाठ</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>क्या किया गया</translation>
    </message>
    <message>
        <source>State</source>
        <translation>स्थिति</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>कारण</translation>
    </message>
    <message>
        <source>The server&apos;s answer</source>
        <translation>सर्वर का उत्तर</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>संख्या</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>अस्वीकृत</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Everything is fetched</source>
        <translation>सब कुछ डाउनलोड हो गया</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are on this laptop now and open without a network.</source>
        <translation>
            <numerusform>%n फ़ाइल अब इस लैपटॉप पर है और बिना नेटवर्क खुलती है।</numerusform>
            <numerusform>%n फ़ाइलें अब इस लैपटॉप पर हैं और बिना नेटवर्क खुलती हैं।</numerusform>
        </translation>
    </message>
    <message>
        <source>The server refused something</source>
        <translation>सर्वर ने कुछ स्वीकार नहीं किया</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are kept here; see what to do under Sent.</source>
        <translation>
            <numerusform>%n चीज़ यहाँ सुरक्षित है; क्या करना है, “भेजा गया” में देखें।</numerusform>
            <numerusform>%n चीज़ें यहाँ सुरक्षित हैं; क्या करना है, “भेजा गया” में देखें।</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign in once, so that your work is sent</source>
        <translation>एक बार साइन इन करें, ताकि आपका काम भेजा जा सके</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) wait here, safe. Learning goes on without it.</source>
        <translation>
            <numerusform>%n चीज़ यहाँ सुरक्षित रुकी है। सीखना इसके बिना भी चलता रहेगा।</numerusform>
            <numerusform>%n चीज़ें यहाँ सुरक्षित रुकी हैं। सीखना इसके बिना भी चलता रहेगा।</numerusform>
        </translation>
    </message>
    <message>
        <source>Your records were mended</source>
        <translation>आपके अभिलेख ठीक किए गए</translation>
    </message>
    <message>
        <source>A course is due today</source>
        <translation>एक कोर्स आज पूरा करना है</translation>
    </message>
    <message>
        <source>A course is due tomorrow</source>
        <translation>एक कोर्स कल तक पूरा करना है</translation>
    </message>
    <message numerus="yes">
        <source>A course is due in %n day(s)</source>
        <translation>
            <numerusform>एक कोर्स %n दिन में पूरा करना है</numerusform>
            <numerusform>एक कोर्स %n दिनों में पूरा करना है</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are due soon.</source>
        <translation>
            <numerusform>जल्द ही %n और भी।</numerusform>
            <numerusform>जल्द ही %n और भी।</numerusform>
        </translation>
    </message>
    <message>
        <source>See your plan.</source>
        <translation>अपनी योजना देखें।</translation>
    </message>
</context>
<context>
    <name>Own</name>
    <message>
        <source>Choose a PIN or password</source>
        <translation>पिन या पासवर्ड चुनें</translation>
    </message>
    <message>
        <source>Change your PIN or password</source>
        <translation>अपना पिन या पासवर्ड बदलें</translation>
    </message>
    <message>
        <source>Take the PIN or password away</source>
        <translation>पिन या पासवर्ड हटाएँ</translation>
    </message>
    <message>
        <source>Choose a password for the file</source>
        <translation>फ़ाइल के लिए पासवर्ड चुनें</translation>
    </message>
    <message>
        <source>Unlock the file</source>
        <translation>फ़ाइल का ताला खोलें</translation>
    </message>
    <message>
        <source>PIN or password of the file</source>
        <translation>फ़ाइल का पिन या पासवर्ड</translation>
    </message>
    <message>
        <source>The present PIN or password</source>
        <translation>अभी का पिन या पासवर्ड</translation>
    </message>
    <message>
        <source>New PIN or password</source>
        <translation>नया पिन या पासवर्ड</translation>
    </message>
    <message>
        <source>A PIN of 4 to 6 digits keeps out who sits down at this laptop. Somebody who copies the disk can try all of them in minutes to hours: a longer password protects better.</source>
        <translation>4 से 6 अंकों का पिन उसे रोकता है जो इस लैपटॉप पर बैठ जाए। जो डिस्क की नकल कर ले, वह सारे पिन कुछ मिनटों से कुछ घंटों में आज़मा सकता है: लंबा पासवर्ड बेहतर बचाता है।</translation>
    </message>
    <message>
        <source>Nobody can recover it: not KarmaDesk, not your office, not the server.</source>
        <translation>इसे कोई वापस नहीं ला सकता: न कर्मडेस्क, न आपका दफ़्तर, न सर्वर।</translation>
    </message>
    <message>
        <source>Without it the file can&apos;t be opened, and what was not sent is lost.</source>
        <translation>इसके बिना फ़ाइल नहीं खुलेगी, और जो भेजा नहीं गया वह खो जाएगा।</translation>
    </message>
    <message>
        <source>If it is forgotten, you sign in again and get back what was sent. What was not sent by then can&apos;t be read any more.</source>
        <translation>भूल जाने पर आप फिर से साइन इन करते हैं और जो भेजा जा चुका था वह लौट आता है। जो तब तक भेजा नहीं गया, वह फिर पढ़ा नहीं जा सकता।</translation>
    </message>
    <message>
        <source>From then on your card opens without anything being typed.</source>
        <translation>इसके बाद आपका कार्ड बिना कुछ टाइप किए खुलेगा।</translation>
    </message>
    <message>
        <source>The file holds everything of this person. Once it is written and read back, they are taken off this laptop. It is opened on another one with this password.</source>
        <translation>फ़ाइल में इस व्यक्ति का सब कुछ होता है। लिखकर और फिर पढ़कर जाँच लेने के बाद उन्हें इस लैपटॉप से हटा दिया जाता है। दूसरे लैपटॉप पर वह इसी पासवर्ड से खुलती है।</translation>
    </message>
    <message>
        <source>The person comes back with everything, locked by what you type here.</source>
        <translation>वह व्यक्ति अपने सब कुछ के साथ लौटता है, और जो आप यहाँ टाइप करें उसी से बंद रहता है।</translation>
    </message>
    <message>
        <source>Lock with this</source>
        <translation>इससे ताला लगाएँ</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>बदलें</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>Write the file</source>
        <translation>फ़ाइल लिखें</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>लाएँ</translation>
    </message>
    <message>
        <source>Open without typing here</source>
        <translation>यहाँ बिना टाइप किए खोलें</translation>
    </message>
    <message>
        <source>Send what waits while I am away</source>
        <translation>मेरे न होने पर भी, जो भेजना है वह भेजें</translation>
    </message>
    <message>
        <source>What the key store of this laptop keeps</source>
        <translation>इस लैपटॉप का कुंजी-भंडार क्या रखता है</translation>
    </message>
    <message>
        <source>For this a copy of your key stays in this laptop&apos;s key store: whoever can open that key store can read your records without your PIN or password.</source>
        <translation>इसके लिए आपकी कुंजी की एक प्रति इस लैपटॉप के कुंजी-भंडार में रहती है: जो उस भंडार को खोल सके, वह आपके रिकॉर्ड बिना आपके पिन या पासवर्ड के पढ़ सकता है।</translation>
    </message>
    <message>
        <source>Your records open by the PIN or password alone. What you did is sent while you are at the desk.</source>
        <translation>आपके रिकॉर्ड केवल पिन या पासवर्ड से खुलते हैं। आपने जो किया वह तब भेजा जाता है जब आप यहाँ होते हैं।</translation>
    </message>
    <message>
        <source>at least {n} characters</source>
        <translation>कम से कम {n} अक्षर</translation>
    </message>
    <message>
        <source>short: against a glance</source>
        <translation>छोटा: केवल सामने बैठने वाले से बचाव</translation>
    </message>
    <message>
        <source>It locks what you learn here, from others who use this laptop and from whoever copies its disk.</source>
        <translation>आप यहाँ जो सीखते हैं, वह इससे बंद रहता है: इस लैपटॉप के दूसरे लोगों से भी, और उनसे भी जो इसकी डिस्क की नकल कर लें।</translation>
    </message>
    <message>
        <source>It needs at least {n} characters.</source>
        <translation>इसमें कम से कम {n} अक्षर होने चाहिए।</translation>
    </message>
    <message>
        <source>{name}, please unlock</source>
        <translation>{name}, कृपया ताला खोलें</translation>
    </message>
    <message>
        <source>What {name} learns here is locked with a PIN or password.</source>
        <translation>{name} यहाँ जो सीखते हैं, वह पिन या पासवर्ड से बंद है।</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>पिन या पासवर्ड</translation>
    </message>
    <message>
        <source>I have forgotten it</source>
        <translation>मैं भूल गया/गई</translation>
    </message>
    <message>
        <source>Sign in and begin anew</source>
        <translation>साइन इन करें और नए सिरे से शुरू करें</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) were not sent yet. Without the PIN or password nobody can read them.</source>
        <translation>
            <numerusform>%n काम अभी भेजा नहीं गया है। पिन या पासवर्ड के बिना उसे कोई नहीं पढ़ सकता।</numerusform>
            <numerusform>%n काम अभी भेजे नहीं गए हैं। पिन या पासवर्ड के बिना उन्हें कोई नहीं पढ़ सकता।</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waits to be sent. Notes kept only here can&apos;t be read without the PIN or password.</source>
        <translation>भेजने के लिए कुछ बाकी नहीं है। जो नोट केवल यहीं हैं, वे पिन या पासवर्ड के बिना पढ़े नहीं जा सकते।</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) were not sent yet. They still go by themselves with the next link: begin anew after that. Notes kept only here can&apos;t be read without the PIN or password.</source>
        <translation>
            <numerusform>%n काम अभी भेजा नहीं गया है। अगली बार लिंक मिलते ही वह अपने आप चला जाएगा: उसके बाद ही नए सिरे से शुरू करें। जो नोट केवल यहीं हैं, वे पिन या पासवर्ड के बिना पढ़े नहीं जा सकते।</numerusform>
            <numerusform>%n काम अभी भेजे नहीं गए हैं। अगली बार लिंक मिलते ही वे अपने आप चले जाएँगे: उसके बाद ही नए सिरे से शुरू करें। जो नोट केवल यहीं हैं, वे पिन या पासवर्ड के बिना पढ़े नहीं जा सकते।</numerusform>
        </translation>
    </message>
    <message>
        <source>What was sent is on the server and comes back when you sign in. The locked records are set aside, not deleted: if you remember, the page People in Settings brings them back.</source>
        <translation>जो भेजा जा चुका है वह सर्वर पर है और साइन इन करने पर लौट आता है। बंद रिकॉर्ड अलग रख दिए जाते हैं, मिटाए नहीं जाते: याद आने पर सेटिंग में “लोग” से वे वापस आते हैं।</translation>
    </message>
    <message>
        <source>Type the PIN or password.</source>
        <translation>पिन या पासवर्ड टाइप करें।</translation>
    </message>
    <message>
        <source>This is not the PIN or password. Nothing was changed.</source>
        <translation>यह पिन या पासवर्ड सही नहीं है। कुछ बदला नहीं गया।</translation>
    </message>
    <message>
        <source>Please try again.</source>
        <translation>कृपया फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>The next try has to wait {time}.</source>
        <translation>अगली कोशिश के लिए {time} रुकें।</translation>
    </message>
    <message>
        <source>After several wrong tries, please wait another {time}.</source>
        <translation>कई गलत कोशिशों के बाद, कृपया {time} और रुकें।</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>बदलें</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>हटाएँ</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>अभी ताला लगाएँ</translation>
    </message>
    <message>
        <source>Locks by itself when nobody touches it for</source>
        <translation>इतनी देर कोई न छुए तो अपने आप ताला लगे</translation>
    </message>
    <message>
        <source>never</source>
        <translation>कभी नहीं</translation>
    </message>
    <message>
        <source>Somebody leaves, or this laptop goes to somebody else: see what is still unsent first.</source>
        <translation>कोई जा रहा है, या यह लैपटॉप किसी और को मिलेगा: पहले देखें कि क्या भेजना बाकी है।</translation>
    </message>
    <message>
        <source>Hand over this laptop</source>
        <translation>यह लैपटॉप सौंपें</translation>
    </message>
    <message>
        <source>You have no PIN or password: whoever uses this laptop can open your card.</source>
        <translation>आपका कोई पिन या पासवर्ड नहीं है: जो भी इस लैपटॉप पर हो, वह आपका कार्ड खोल सकता है।</translation>
    </message>
    <message>
        <source>You have a PIN or password, and this laptop opens your card without it.</source>
        <translation>आपका पिन या पासवर्ड है, पर यह लैपटॉप उसके बिना भी आपका कार्ड खोलता है।</translation>
    </message>
    <message>
        <source>Your card opens with your PIN or password.</source>
        <translation>आपका कार्ड आपके पिन या पासवर्ड से खुलता है।</translation>
    </message>
    <message>
        <source>Your card on this laptop says</source>
        <translation>इस लैपटॉप पर आपके कार्ड पर लिखा है</translation>
    </message>
    <message>
        <source>Everybody at this laptop can read it, also while you are away. It need not be your name.</source>
        <translation>इस लैपटॉप पर हर कोई इसे पढ़ सकता है, आपके न होने पर भी। यह आपका नाम होना ज़रूरी नहीं।</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>रखें</translation>
    </message>
    <message>
        <source>Keep what the card says</source>
        <translation>कार्ड पर लिखा हुआ रखें</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>What do you want to do?</source>
        <translation>आप क्या करना चाहते हैं?</translation>
    </message>
    <message>
        <source>Commands and courses</source>
        <translation>आदेश और कोर्स</translation>
    </message>
    <message>
        <source>Nothing is called that. Try another word.</source>
        <translation>इस नाम का कुछ नहीं मिला। कोई और शब्द लिखें।</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>करें</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>कोर्स</translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message>
        <source>My plan</source>
        <translation>मेरी योजना</translation>
    </message>
    <message>
        <source>Assigned courses</source>
        <translation>सौंपे गए कोर्स</translation>
    </message>
    <message>
        <source>Nothing is assigned to you now</source>
        <translation>अभी आपको कोई कोर्स नहीं सौंपा गया है</translation>
    </message>
    <message>
        <source>When your office assigns a course, it appears here. You can search for others meanwhile.</source>
        <translation>आपका कार्यालय जब कोई कोर्स सौंपेगा, वह यहाँ दिखेगा। तब तक आप दूसरे कोर्स खोज सकते हैं।</translation>
    </message>
    <message>
        <source>Look for courses</source>
        <translation>कोर्स खोजें</translation>
    </message>
    <message>
        <source>Ask the server again</source>
        <translation>सर्वर से फिर पूछें</translation>
    </message>
    <message>
        <source>Your plan arrives with the first link</source>
        <translation>आपकी योजना पहला लिंक मिलते ही आएगी</translation>
    </message>
    <message>
        <source>The server can&apos;t be reached now. KarmaDesk tries again by itself.</source>
        <translation>अभी सर्वर तक पहुँच नहीं है। KarmaDesk अपने-आप फिर कोशिश करेगा।</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>अभी कोशिश करें</translation>
    </message>
    <message>
        <source>Your plan is on its way</source>
        <translation>आपकी योजना आ रही है</translation>
    </message>
    <message>
        <source>The courses that your office assigned to you will stand here, most urgent first.</source>
        <translation>आपके कार्यालय के सौंपे हुए कोर्स यहाँ दिखेंगे, सबसे ज़रूरी पहले।</translation>
    </message>
    <message>
        <source>Good morning, {name}</source>
        <translation>सुप्रभात, {name}</translation>
    </message>
    <message>
        <source>Good afternoon, {name}</source>
        <translation>नमस्कार, {name}</translation>
    </message>
    <message>
        <source>Good evening, {name}</source>
        <translation>शुभ संध्या, {name}</translation>
    </message>
    <message>
        <source>Assigned {year}</source>
        <translation>सौंपे गए {year}</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>सौंपे गए</translation>
    </message>
    <message>
        <source>{done} of {total} done</source>
        <translation>{total} में से {done} पूरे</translation>
    </message>
    <message>
        <source>Most urgent first; APAR counts for your appraisal</source>
        <translation>सबसे ज़रूरी पहले; APAR वाले कोर्स आपके मूल्यांकन में गिने जाते हैं</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>जारी रखें</translation>
    </message>
    <message>
        <source>Continue where you stopped</source>
        <translation>जहाँ रुके थे, वहीं से जारी रखें</translation>
    </message>
    <message>
        <source>Unit {n} of {total}</source>
        <translation>{total} में से इकाई {n}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>{time} बाकी</translation>
    </message>
    <message>
        <source>Progress in this lesson</source>
        <translation>इस पाठ में प्रगति</translation>
    </message>
    <message>
        <source>Before you leave</source>
        <translation>जाने से पहले</translation>
    </message>
    <message>
        <source>Fetch what I need</source>
        <translation>ज़रूरी सब डाउनलोड करें</translation>
    </message>
    <message>
        <source>So that you can learn without a link · {size} free</source>
        <translation>ताकि आप बिना लिंक के सीख सकें · {size} जगह खाली</translation>
    </message>
    <message numerus="yes">
        <source>%n lesson(s) not here yet</source>
        <translation>
            <numerusform>%n पाठ अभी यहाँ नहीं है</numerusform>
            <numerusform>%n पाठ अभी यहाँ नहीं हैं</numerusform>
        </translation>
    </message>
    <message>
        <source>about {time} here</source>
        <translation>यहाँ लगभग {time}</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>सभी चुनें</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>बढ़ाएँ</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>घटाएँ</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>पूर्ववत करें</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>फिर से करें</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>काटें</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>कॉपी करें</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>चिपकाएँ</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>मिटाएँ</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>सभी चुनें</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>ठीक है</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>हाँ</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>नहीं</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>सहेजें</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>खोलें</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>फिर कोशिश करें</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>रीसेट करें</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>सहायता</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>लागू करें</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>छोड़ दें</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Copy</source>
        <translation>कॉपी करें</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>लिंक का पता कॉपी करें</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>सभी चुनें</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>My plan</source>
        <translation>मेरी योजना</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>खोजें</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>डाउनलोड</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>भेजा गया</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>{name}: change who is learning</source>
        <translation>{name}: सीखने वाले को बदलें</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>the course&apos;s batch has ended</source>
        <translation>कोर्स का बैच समाप्त हो गया है</translation>
    </message>
    <message>
        <source>Your work is kept here. Ask your coordinator for a new batch; once you are in it, it can be sent again.</source>
        <translation>आपका काम यहाँ सुरक्षित है। अपने समन्वयक से नया बैच माँगें; उसमें शामिल होने पर इसे फिर भेजा जा सकेगा।</translation>
    </message>
    <message>
        <source>you are not enrolled in this course</source>
        <translation>आप इस कोर्स में नामांकित नहीं हैं</translation>
    </message>
    <message>
        <source>Your work is kept here. Ask your coordinator to enrol you, then send it again.</source>
        <translation>आपका काम यहाँ सुरक्षित है। अपने समन्वयक से नामांकन करने को कहें, फिर इसे दोबारा भेजें।</translation>
    </message>
    <message>
        <source>the course has no open batch</source>
        <translation>कोर्स का कोई बैच खुला नहीं है</translation>
    </message>
    <message>
        <source>Your work is kept here. Ask your coordinator for a batch, then send it again.</source>
        <translation>आपका काम यहाँ सुरक्षित है। अपने समन्वयक से बैच माँगें, फिर इसे दोबारा भेजें।</translation>
    </message>
    <message>
        <source>your account may not do this</source>
        <translation>आपके खाते को इसकी अनुमति नहीं है</translation>
    </message>
    <message>
        <source>Your work is kept here. Ask your coordinator whether the course is meant for you.</source>
        <translation>आपका काम यहाँ सुरक्षित है। अपने समन्वयक से पूछें कि यह कोर्स आपके लिए है या नहीं।</translation>
    </message>
    <message>
        <source>the server does not know this lesson</source>
        <translation>सर्वर इस पाठ को नहीं पहचानता</translation>
    </message>
    <message>
        <source>Your work is kept here. The lesson may have been replaced: fetch the course again.</source>
        <translation>आपका काम यहाँ सुरक्षित है। शायद पाठ बदल दिया गया है: कोर्स फिर डाउनलोड करें।</translation>
    </message>
    <message>
        <source>this is more than the server takes at once</source>
        <translation>यह उससे बड़ा है जितना सर्वर एक बार में लेता है</translation>
    </message>
    <message>
        <source>Your work is kept here. Tell your coordinator: the server&apos;s limit can be raised.</source>
        <translation>आपका काम यहाँ सुरक्षित है। अपने समन्वयक को बताएँ: सर्वर की सीमा बढ़ाई जा सकती है।</translation>
    </message>
    <message>
        <source>the server gave no reason</source>
        <translation>सर्वर ने कोई कारण नहीं बताया</translation>
    </message>
    <message>
        <source>Your work is kept here. Send it again; if it is refused again, ask your coordinator.</source>
        <translation>आपका काम यहाँ सुरक्षित है। इसे फिर भेजें; दोबारा अस्वीकृत हो तो अपने समन्वयक से पूछें।</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Loading…</source>
        <translation>लाया जा रहा है…</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Settings</source>
        <translation>सेटिंग</translation>
    </message>
    <message>
        <source>Language and looks</source>
        <translation>भाषा और रूप</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>देखना</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>भेजना</translation>
    </message>
    <message>
        <source>People</source>
        <translation>लोग</translation>
    </message>
    <message>
        <source>About KarmaDesk</source>
        <translation>KarmaDesk के बारे में</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>रंग</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>अक्षरों का आकार</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>कैप्शन</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>गति</translation>
    </message>
    <message>
        <source>Look for a link every</source>
        <translation>लिंक कितनी देर में जाँचें</translation>
    </message>
    <message>
        <source>Tell the platform how lessons are used</source>
        <translation>प्लेटफ़ॉर्म को बताएँ कि पाठ कैसे इस्तेमाल होते हैं</translation>
    </message>
    <message>
        <source>The network here</source>
        <translation>यहाँ का नेटवर्क</translation>
    </message>
    <message>
        <source>It hears when a lesson was begun or finished and how questions were answered, under the user id that it gave you; no name, and nothing of what you did before you said yes.</source>
        <translation>उसे पता चलता है कि कोई पाठ कब शुरू या पूरा हुआ और सवालों के क्या जवाब दिए गए, उसी यूज़र आईडी के साथ जो उसने आपको दी है; कोई नाम नहीं, और आपकी हाँ से पहले की कोई बात नहीं।</translation>
    </message>
    <message>
        <source>{name} is learning now</source>
        <translation>इस समय सीखने वाले व्यक्ति: {name}</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>कोई और</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>सिस्टम जैसा</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>हल्का</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>गहरा</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>तेज़ कंट्रास्ट</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>हाँ</translation>
    </message>
    <message>
        <source>Free of charge</source>
        <translation>निःशुल्क</translation>
    </message>
    <message>
        <source>Costs by the byte: courses wait</source>
        <translation>डेटा के पैसे लगते हैं: कोर्स रुके रहते हैं</translation>
    </message>
    <message>
        <source>Keys are kept by the system&apos;s key store.</source>
        <translation>कुंजियाँ सिस्टम के कुंजी-भंडार में रखी हैं।</translation>
    </message>
    <message>
        <source>Keys are kept in a sealed file; this laptop has no key store in use.</source>
        <translation>कुंजियाँ एक सीलबंद फ़ाइल में रखी हैं; इस लैपटॉप का कुंजी-भंडार काम में नहीं है।</translation>
    </message>
    <message>
        <source>Keys are kept in memory only: everybody signs in again after a restart.</source>
        <translation>कुंजियाँ केवल मेमोरी में हैं: फिर शुरू करने पर सभी को दोबारा साइन इन करना होगा।</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>संस्करण {version}</translation>
    </message>
    <message>
        <source>Everything of this installation is in {folder}</source>
        <translation>इस स्थापना का सब कुछ {folder} में है</translation>
    </message>
    <message>
        <source>KarmaDesk is free software under the Apache License 2.0. It uses Qt (LGPL 3), VLC (LGPL 2.1), SQLCipher (BSD), Noto fonts (OFL 1.1) and Lucide icons (ISC); THIRD_PARTY.md has them all.</source>
        <translation>KarmaDesk अपाचे लाइसेंस 2.0 के अंतर्गत मुक्त सॉफ़्टवेयर है। यह Qt (LGPL 3), VLC (LGPL 2.1), SQLCipher (BSD), Noto फ़ॉन्ट (OFL 1.1) और Lucide आइकन (ISC) काम में लेता है; पूरी सूची THIRD_PARTY.md में है।</translation>
    </message>
    <message>
        <source>Tell your helpdesk this code:</source>
        <translation>अपने हेल्पडेस्क को यह कोड बताएँ:</translation>
    </message>
    <message>
        <source>The code is being made.</source>
        <translation>कोड तैयार हो रहा है।</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>कॉपी करें</translation>
    </message>
    <message>
        <source>Decided by your office</source>
        <translation>आपके दफ़्तर ने तय किया है</translation>
    </message>
    <message>
        <source>Courses are fetched also by a link that costs by the byte.</source>
        <translation>जिस लिंक पर हर बाइट का पैसा लगता है, उससे भी कोर्स लाए जाते हैं।</translation>
    </message>
    <message>
        <source>Courses are not fetched by a link that costs by the byte.</source>
        <translation>जिस लिंक पर हर बाइट का पैसा लगता है, उससे कोर्स नहीं लाए जाते।</translation>
    </message>
    <message>
        <source>No dispatch key may be kept on this laptop.</source>
        <translation>इस लैपटॉप पर प्रेषण कुंजी नहीं रखी जा सकती।</translation>
    </message>
    <message>
        <source>The platform is told how lessons are used.</source>
        <translation>प्लेटफ़ॉर्म को बताया जाता है कि पाठ कैसे इस्तेमाल होते हैं।</translation>
    </message>
    <message>
        <source>The platform is not told how lessons are used.</source>
        <translation>प्लेटफ़ॉर्म को नहीं बताया जाता कि पाठ कैसे इस्तेमाल होते हैं।</translation>
    </message>
    <message>
        <source>The learning server is {host}.</source>
        <translation>सीखने का सर्वर {host} है।</translation>
    </message>
    <message>
        <source>Your office&apos;s own certificates are trusted besides the system&apos;s.</source>
        <translation>सिस्टम के साथ-साथ आपके दफ़्तर के अपने प्रमाणपत्रों पर भी भरोसा किया जाता है।</translation>
    </message>
    <message>
        <source>The way to the network is set.</source>
        <translation>नेटवर्क तक पहुँचने का रास्ता तय है।</translation>
    </message>
    <message>
        <source>A file of your office&apos;s says which way to the network to take.</source>
        <translation>नेटवर्क तक किस रास्ते से जाना है, यह आपके कार्यालय की एक फ़ाइल बताती है।</translation>
    </message>
    <message>
        <source>How often to look for a link is set.</source>
        <translation>लिंक कितनी देर में जाँचना है, यह तय है।</translation>
    </message>
    <message>
        <source>The languages to choose from are set.</source>
        <translation>कौन-सी भाषाएँ चुनी जा सकती हैं, यह तय है।</translation>
    </message>
    <message>
        <source>Courses are kept in {folder}.</source>
        <translation>कोर्स {folder} में रखे जाते हैं।</translation>
    </message>
    <message>
        <source>The first screen shows initials instead of names.</source>
        <translation>पहली स्क्रीन पर नामों की जगह केवल आद्याक्षर दिखते हैं।</translation>
    </message>
    <message>
        <source>Everybody needs a PIN or password.</source>
        <translation>सबको पिन या पासवर्ड रखना ज़रूरी है।</translation>
    </message>
    <message>
        <source>In the background</source>
        <translation>जब आप काम न कर रहे हों</translation>
    </message>
    <message>
        <source>Tell me what is due, fetched or refused</source>
        <translation>बताएँ कि क्या पूरा करना है, क्या डाउनलोड हुआ, क्या स्वीकार नहीं हुआ</translation>
    </message>
    <message>
        <source>When the window is closed</source>
        <translation>विंडो बंद करने पर</translation>
    </message>
    <message>
        <source>Yes, by day</source>
        <translation>हाँ, दिन में</translation>
    </message>
    <message>
        <source>No</source>
        <translation>नहीं</translation>
    </message>
    <message>
        <source>The program ends</source>
        <translation>प्रोग्राम बंद हो जाता है</translation>
    </message>
    <message>
        <source>It goes on in the system tray</source>
        <translation>सिस्टम ट्रे में चलता रहता है</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Sign in</source>
        <translation>साइन इन करें</translation>
    </message>
    <message>
        <source>Sign in again, {name}</source>
        <translation>{name}, फिर से साइन इन करें</translation>
    </message>
    <message>
        <source>You sign in to {server} in your browser. KarmaDesk never sees your password.</source>
        <translation>आप अपने ब्राउज़र में {server} पर साइन इन करेंगे। KarmaDesk आपका पासवर्ड कभी नहीं देखता।</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>सर्वर</translation>
    </message>
    <message>
        <source>If no browser opened, open this address in one:</source>
        <translation>यदि ब्राउज़र नहीं खुला, तो यह पता किसी ब्राउज़र में खोलें:</translation>
    </message>
    <message>
        <source>Address to sign in at</source>
        <translation>साइन-इन का पता</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>कॉपी करें</translation>
    </message>
    <message>
        <source>When the browser has finished, copy the address of its last page and paste it here:</source>
        <translation>ब्राउज़र का काम पूरा होने पर उसके आख़िरी पेज का पता कॉपी करके यहाँ चिपकाएँ:</translation>
    </message>
    <message>
        <source>Address where the browser ended</source>
        <translation>ब्राउज़र के आख़िरी पेज का पता</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>पूरा करें</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>रद्द करें</translation>
    </message>
    <message>
        <source>Open the browser again</source>
        <translation>ब्राउज़र फिर खोलें</translation>
    </message>
    <message>
        <source>Sign in in the browser window.</source>
        <translation>ब्राउज़र की विंडो में साइन इन करें।</translation>
    </message>
    <message>
        <source>Waiting for you to finish in the browser…</source>
        <translation>ब्राउज़र में आपके पूरा करने का इंतज़ार है…</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>सर्वर से पूछा जा रहा है…</translation>
    </message>
    <message>
        <source>No browser could be opened.</source>
        <translation>कोई ब्राउज़र नहीं खुल सका।</translation>
    </message>
    <message>
        <source>Copy the address below and open it in any browser on this laptop.</source>
        <translation>नीचे दिया पता कॉपी करें और इस लैपटॉप के किसी भी ब्राउज़र में खोलें।</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>The sample server is starting…</source>
        <translation>नमूना सर्वर शुरू हो रहा है…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
</context>
<context>
    <name>States</name>
    <message>
        <source>Try again</source>
        <translation>फिर कोशिश करें</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Looking for a link</source>
        <translation>लिंक खोजा जा रहा है</translation>
    </message>
    <message>
        <source>No link</source>
        <translation>लिंक नहीं</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>ऑनलाइन</translation>
    </message>
    <message>
        <source>Online, data costs</source>
        <translation>ऑनलाइन, डेटा महँगा</translation>
    </message>
    <message>
        <source>Network wants a sign-in</source>
        <translation>नेटवर्क साइन-इन माँग रहा है</translation>
    </message>
    <message>
        <source>Server not trusted</source>
        <translation>सर्वर पर भरोसा नहीं</translation>
    </message>
    <message>
        <source>Stopped by the proxy</source>
        <translation>प्रॉक्सी ने रोका</translation>
    </message>
    <message>
        <source>KarmaDesk is asking the server. You can learn meanwhile.</source>
        <translation>KarmaDesk सर्वर से पूछ रहा है। तब तक आप सीखते रहें।</translation>
    </message>
    <message>
        <source>The server can&apos;t be reached. Every course on this laptop works, and what you do is kept and sent later.</source>
        <translation>सर्वर तक पहुँच नहीं है। इस लैपटॉप का हर कोर्स चलेगा, और आप जो करेंगे वह सुरक्षित रहेगा और बाद में भेजा जाएगा।</translation>
    </message>
    <message>
        <source>The server answers. What you do is sent by itself.</source>
        <translation>सर्वर उत्तर दे रहा है। आप जो करेंगे वह अपने-आप भेजा जाएगा।</translation>
    </message>
    <message>
        <source>This link costs by the byte: progress is sent, courses wait.</source>
        <translation>इस लिंक पर डेटा के पैसे लगते हैं: प्रगति भेजी जाएगी, कोर्स रुकेंगे।</translation>
    </message>
    <message>
        <source>This network shows a page of its own first. Open a browser and sign in to the network.</source>
        <translation>यह नेटवर्क पहले अपना पेज दिखाता है। ब्राउज़र खोलें और नेटवर्क में साइन इन करें।</translation>
    </message>
    <message>
        <source>The server&apos;s certificate is not trusted by this laptop, so nothing is sent and all is kept. Check the laptop&apos;s date and time; if they are right, ask your office&apos;s IT officer.</source>
        <translation>यह लैपटॉप सर्वर के प्रमाणपत्र पर भरोसा नहीं करता, इसलिए कुछ भेजा नहीं जाता और सब कुछ सुरक्षित रहता है। लैपटॉप की तारीख और समय जाँचें; वे सही हों, तो अपने कार्यालय के आईटी अधिकारी से पूछें।</translation>
    </message>
    <message>
        <source>This network&apos;s proxy does not let KarmaDesk through, or it wants a name and a password. All is kept. Ask your office&apos;s IT officer, or use another network.</source>
        <translation>इस नेटवर्क का प्रॉक्सी KarmaDesk को आगे जाने नहीं देता, या वह नाम और पासवर्ड माँगता है। सब कुछ सुरक्षित है। अपने कार्यालय के आईटी अधिकारी से पूछें, या कोई दूसरा नेटवर्क इस्तेमाल करें।</translation>
    </message>
    <message>
        <source>Is this network free of charge?</source>
        <translation>क्या यह नेटवर्क निःशुल्क है?</translation>
    </message>
    <message>
        <source>KarmaDesk has not been in this network before. Until you say, it takes it for one that costs by the byte, like a phone’s: what you do is sent, courses wait.</source>
        <translation>KarmaDesk इस नेटवर्क में पहली बार है। जब तक आप न बताएँ, वह मानता है कि यहाँ फ़ोन की तरह डेटा के पैसे लगते हैं: आपका किया हुआ भेजा जाता है, कोर्स रुके रहते हैं।</translation>
    </message>
    <message>
        <source>Yes, always</source>
        <translation>हाँ, हमेशा</translation>
    </message>
    <message>
        <source>No, it costs by the byte</source>
        <translation>नहीं, डेटा के पैसे लगते हैं</translation>
    </message>
    <message>
        <source>Will send by {time}</source>
        <translation>{time} तक भेजा जाएगा</translation>
    </message>
    <message>
        <source>When a link comes back, so do thousands of laptops, and each waits for its turn. What you did is safe here meanwhile, and you need do nothing.</source>
        <translation>लिंक लौटते ही हज़ारों लैपटॉप एक साथ लौटते हैं, इसलिए हर एक अपनी बारी की प्रतीक्षा करता है। आपका किया हुआ तब तक यहाँ सुरक्षित है, आपको कुछ नहीं करना है।</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>डिस्क भर गई है</translation>
    </message>
    <message numerus="yes">
        <source>Fetching %n file(s)</source>
        <translation>
            <numerusform>%n फ़ाइल डाउनलोड हो रही है</numerusform>
            <numerusform>%n फ़ाइलें डाउनलोड हो रही हैं</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be fetched</source>
        <translation>
            <numerusform>%n फ़ाइल डाउनलोड नहीं हो सकी</numerusform>
            <numerusform>%n फ़ाइलें डाउनलोड नहीं हो सकीं</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n अस्वीकृत</numerusform>
            <numerusform>%n अस्वीकृत</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign in to send %n item(s)</source>
        <translation>
            <numerusform>%n चीज़ भेजने के लिए साइन इन करें</numerusform>
            <numerusform>%n चीज़ें भेजने के लिए साइन इन करें</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sending %n item(s)</source>
        <translation>
            <numerusform>%n चीज़ भेजी जा रही है</numerusform>
            <numerusform>%n चीज़ें भेजी जा रही हैं</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>भेजने के लिए %n</numerusform>
            <numerusform>भेजने के लिए %n</numerusform>
        </translation>
    </message>
    <message>
        <source>All sent</source>
        <translation>सब भेजा गया</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>अभी भेजें</translation>
    </message>
    <message>
        <source>See what waits</source>
        <translation>देखें क्या रुका है</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>अभी जाँचें</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Search courses and lessons</source>
        <translation>कोर्स और पाठ खोजें</translation>
    </message>
    <message>
        <source>{keys} to search</source>
        <translation>खोजने के लिए {keys}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>वापस</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>वापस (Esc)</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>This is a tour with sample courses. Nothing you do here is kept or sent.</source>
        <translation>यह नमूना कोर्स के साथ एक सैर है। यहाँ आप जो करेंगे, वह न रखा जाएगा, न भेजा जाएगा।</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>सैर समाप्त करें</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>सैर</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>%n भेजना बाकी</numerusform>
            <numerusform>%n भेजना बाकी</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>fetching %n</source>
        <translation>
            <numerusform>%n डाउनलोड हो रही है</numerusform>
            <numerusform>%n डाउनलोड हो रही हैं</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n स्वीकार नहीं हुआ</numerusform>
            <numerusform>%n स्वीकार नहीं हुए</numerusform>
        </translation>
    </message>
    <message>
        <source>Open KarmaDesk</source>
        <translation>KarmaDesk खोलें</translation>
    </message>
    <message>
        <source>Send and fetch now</source>
        <translation>अभी भेजें और लाएँ</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>प्रोग्राम बंद करें</translation>
    </message>
    <message>
        <source>KarmaDesk goes on here</source>
        <translation>KarmaDesk यहाँ चलता रहेगा</translation>
    </message>
    <message>
        <source>It sends and fetches in the background. To end it, choose Quit in this icon&apos;s menu.</source>
        <translation>यह पीछे से भेजता और डाउनलोड करता रहता है। बंद करने के लिए इस चिह्न के मेन्यू में “प्रोग्राम बंद करें” चुनें।</translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message>
        <source>Undo</source>
        <translation>वापस लाएँ</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>बंद करें</translation>
    </message>
    <message>
        <source>Removed “{name}” · {size} freed</source>
        <translation>“{name}” हटाया गया · {size} जगह खाली हुई</translation>
    </message>
    <message numerus="yes">
        <source>Removed, also for {others} and %n more: “{name}” · {size} freed</source>
        <translation>
            <numerusform>{others} और %n अन्य व्यक्ति के लिए भी हटाया गया: “{name}” · {size} जगह खाली हुई</numerusform>
            <numerusform>{others} और %n अन्य लोगों के लिए भी हटाया गया: “{name}” · {size} जगह खाली हुई</numerusform>
        </translation>
    </message>
    <message>
        <source>Removed, also for {others}: “{name}” · {size} freed</source>
        <translation>{others} के लिए भी हटाया गया: “{name}” · {size} जगह खाली हुई</translation>
    </message>
    <message>
        <source>“{name}” is no longer fetched</source>
        <translation>“{name}” अब डाउनलोड नहीं होगा</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Lesson</source>
        <translation>पाठ</translation>
    </message>
    <message>
        <source>Fetch the course</source>
        <translation>कोर्स डाउनलोड करें</translation>
    </message>
    <message>
        <source>Back to the course</source>
        <translation>कोर्स पर वापस</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>पिछला</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>अगला</translation>
    </message>
    <message>
        <source>What you did last is not kept yet.</source>
        <translation>आपने अभी जो किया, वह अब तक सहेजा नहीं गया है।</translation>
    </message>
    <message>
        <source>The batch of this course has ended.</source>
        <translation>इस कोर्स का बैच समाप्त हो गया है।</translation>
    </message>
    <message>
        <source>You can go on learning; it is kept here, but the server may not count it.</source>
        <translation>आप सीखना जारी रख सकते हैं; यह यहाँ सुरक्षित रहेगा, पर हो सकता है सर्वर इसे न गिने।</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>पूरा</translation>
    </message>
    <message>
        <source>{share} done</source>
        <translation>{share} पूरा</translation>
    </message>
    <message>
        <source>{share} read</source>
        <translation>{share} पढ़ा</translation>
    </message>
    <message>
        <source>This link leads out of the course:</source>
        <translation>यह लिंक कोर्स के बाहर ले जाता है:</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <translation>ब्राउज़र में खोलें</translation>
    </message>
    <message>
        <source>Article: {name}</source>
        <translation>लेख: {name}</translation>
    </message>
    <message>
        <source>Share read</source>
        <translation>कितना पढ़ा</translation>
    </message>
    <message>
        <source>No captions</source>
        <translation>कैप्शन नहीं हैं</translation>
    </message>
    <message>
        <source>Answer {n}: {words}</source>
        <translation>उत्तर {n}: {words}</translation>
    </message>
    <message>
        <source>Key {n}</source>
        <translation>कुंजी {n}</translation>
    </message>
    <message>
        <source>Right, and you chose it</source>
        <translation>सही, और आपने यही चुना</translation>
    </message>
    <message>
        <source>Right answer</source>
        <translation>सही उत्तर</translation>
    </message>
    <message>
        <source>Not right</source>
        <translation>सही नहीं</translation>
    </message>
    <message>
        <source>Page {n} of {m}</source>
        <translation>{m} में से पृष्ठ {n}</translation>
    </message>
    <message>
        <source>{n} of {m} pages read</source>
        <translation>{m} में से {n} पृष्ठ पढ़े</translation>
    </message>
    <message>
        <source>Leave full screen</source>
        <translation>पूरी स्क्रीन छोड़ें</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>पूरी स्क्रीन</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>पिछला पृष्ठ</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>अगला पृष्ठ</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>छोटा करें</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>बड़ा करें</translation>
    </message>
    <message>
        <source>Document: {name}</source>
        <translation>दस्तावेज़: {name}</translation>
    </message>
    <message>
        <source>This document can&apos;t be opened.</source>
        <translation>यह दस्तावेज़ खोला नहीं जा सकता।</translation>
    </message>
    <message>
        <source>That is right.</source>
        <translation>यह सही है।</translation>
    </message>
    <message>
        <source>Not quite.</source>
        <translation>पूरी तरह सही नहीं।</translation>
    </message>
    <message>
        <source>{n} of {m} right</source>
        <translation>{m} में से {n} सही</translation>
    </message>
    <message>
        <source>All right. Well done.</source>
        <translation>सब सही। बहुत अच्छे।</translation>
    </message>
    <message>
        <source>Practice is counted however many are right. Try again as often as you like.</source>
        <translation>कितने भी सही हों, अभ्यास गिना जाता है। जितनी बार चाहें, फिर कोशिश करें।</translation>
    </message>
    <message>
        <source>Practise again</source>
        <translation>फिर अभ्यास करें</translation>
    </message>
    <message>
        <source>Go on to the next</source>
        <translation>अगले पर जाएँ</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>सही</translation>
    </message>
    <message>
        <source>Question {n} of {m}</source>
        <translation>{m} में से प्रश्न {n}</translation>
    </message>
    <message>
        <source>Choose every answer that is right.</source>
        <translation>सभी सही उत्तर चुनें।</translation>
    </message>
    <message>
        <source>Choose one answer.</source>
        <translation>एक उत्तर चुनें।</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>जाँचें</translation>
    </message>
    <message>
        <source>See how it went</source>
        <translation>परिणाम देखें</translation>
    </message>
    <message>
        <source>Next question</source>
        <translation>अगला प्रश्न</translation>
    </message>
    <message>
        <source>There is no question in here that can be shown.</source>
        <translation>इसमें दिखाने योग्य कोई प्रश्न नहीं है।</translation>
    </message>
    <message>
        <source>Position in the recording</source>
        <translation>रिकॉर्डिंग में स्थान</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>लिखित पाठ</translation>
    </message>
    <message>
        <source>Transcript: choose a line to go there</source>
        <translation>लिखित पाठ: वहाँ जाने के लिए पंक्ति चुनें</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>रोकें</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>चलाएँ</translation>
    </message>
    <message>
        <source>{share} watched</source>
        <translation>{share} देखा</translation>
    </message>
    <message>
        <source>{n}×</source>
        <translation>{n}×</translation>
    </message>
    <message>
        <source>Speed: {n} times</source>
        <translation>गति: {n} गुना</translation>
    </message>
    <message>
        <source>10 seconds back</source>
        <translation>10 सेकंड पीछे</translation>
    </message>
    <message>
        <source>10 seconds forward</source>
        <translation>10 सेकंड आगे</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>आवाज़</translation>
    </message>
    <message>
        <source>Show or hide the transcript</source>
        <translation>लिखित पाठ दिखाएँ या छिपाएँ</translation>
    </message>
    <message>
        <source>Space</source>
        <comment>the key</comment>
        <translation>स्पेस</translation>
    </message>
    <message>
        <source>Captions off</source>
        <translation>कैप्शन बंद</translation>
    </message>
    <message>
        <source>Captions: {languages}</source>
        <translation>कैप्शन: {languages}</translation>
    </message>
    <message>
        <source>Sound off</source>
        <translation>आवाज़ बंद करें</translation>
    </message>
    <message>
        <source>Sound on</source>
        <translation>आवाज़ चालू करें</translation>
    </message>
    <message>
        <source>KarmaDesk can&apos;t show this kind of content yet</source>
        <translation>KarmaDesk इस तरह की सामग्री अभी नहीं दिखा सकता</translation>
    </message>
    <message>
        <source>It stays in the course. Open it in the web browser on your learning site.</source>
        <translation>यह कोर्स में बनी रहेगी। इसे अपनी शिक्षण साइट पर वेब ब्राउज़र में खोलें।</translation>
    </message>
</context>
<context>
    <name>Who</name>
    <message>
        <source>Who is learning today?</source>
        <translation>आज कौन सीख रहा है?</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>कोई और</translation>
    </message>
    <message>
        <source>needs a link, once</source>
        <translation>एक बार लिंक चाहिए</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>भाषा</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>ताला लगा है</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting · must sign in</source>
        <translation>
            <numerusform>%n बाकी · साइन इन करें</numerusform>
            <numerusform>%n बाकी · साइन इन करें</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>%n भेजने बाकी</numerusform>
            <numerusform>%n भेजने बाकी</numerusform>
        </translation>
    </message>
    <message>
        <source>all sent</source>
        <translation>सब भेजा गया</translation>
    </message>
    <message numerus="yes">
        <source>locked · %n waiting · must sign in</source>
        <translation>
            <numerusform>ताला लगा है · %n बाकी · साइन इन ज़रूरी</numerusform>
            <numerusform>ताला लगा है · %n बाकी · साइन इन ज़रूरी</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>locked · %n to send</source>
        <translation>
            <numerusform>ताला लगा है · %n भेजना है</numerusform>
            <numerusform>ताला लगा है · %n भेजने हैं</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting · must unlock</source>
        <translation>
            <numerusform>%n बाकी · ताला खोलना ज़रूरी</numerusform>
            <numerusform>%n बाकी · ताला खोलना ज़रूरी</numerusform>
        </translation>
    </message>
</context>
</TS>
