<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_IN">
<context>
    <name>Carry</name>
    <message numerus="yes">
        <source>%n item(s) written</source>
        <translation>
            <numerusform>%n item written</numerusform>
            <numerusform>%n items written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) for the next time</source>
        <translation>
            <numerusform>%n item for the next time</numerusform>
            <numerusform>%n items for the next time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n accepted</numerusform>
            <numerusform>%n accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged on the way: write once more</source>
        <translation>
            <numerusform>%n damaged on the way: write it once more</numerusform>
            <numerusform>%n damaged on the way: write them once more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Course</name>
    <message numerus="yes">
        <source>%n lesson(s)</source>
        <translation>
            <numerusform>%n lesson</numerusform>
            <numerusform>%n lessons</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Program of %n course(s)</source>
        <translation>
            <numerusform>Program of %n course</numerusform>
            <numerusform>Program of %n courses</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) still to be sent</source>
        <translation>
            <numerusform>%n thing still to be sent</numerusform>
            <numerusform>%n things still to be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s)</source>
        <translation>
            <numerusform>%n question</numerusform>
            <numerusform>%n questions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Explore</name>
    <message numerus="yes">
        <source>%n course(s) with “{words}”</source>
        <translation>
            <numerusform>%n course with “{words}”</numerusform>
            <numerusform>%n courses with “{words}”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n course(s)</source>
        <translation>
            <numerusform>%n course</numerusform>
            <numerusform>%n courses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message numerus="yes">
        <source>Due within %n day(s) is chosen already.</source>
        <translation>
            <numerusform>What is due within %n day is chosen already.</numerusform>
            <numerusform>What is due within %n days is chosen already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fetch %n course(s)</source>
        <translation>
            <numerusform>Fetch %n course</numerusform>
            <numerusform>Fetch %n courses</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message numerus="yes">
        <source>%n h</source>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Overdue by %n day(s)</source>
        <translation>
            <numerusform>Overdue by %n day</numerusform>
            <numerusform>Overdue by %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Due in %n day(s)</source>
        <translation>
            <numerusform>Due in %n day</numerusform>
            <numerusform>Due in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HandOver</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) not sent yet: to send, they must unlock</source>
        <translation>
            <numerusform>%n item not sent yet: to send, they must unlock</numerusform>
            <numerusform>%n items not sent yet: to send, they must unlock</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) not sent yet</source>
        <translation>
            <numerusform>%n item not sent yet</numerusform>
            <numerusform>%n items not sent yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) were refused by the server and are kept only here</source>
        <translation>
            <numerusform>%n item was refused by the server and is kept only here</numerusform>
            <numerusform>%n items were refused by the server and are kept only here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message numerus="yes">
        <source>%n file(s) could not be imported. Nothing was changed.</source>
        <translation>
            <numerusform>%n file could not be imported. Nothing was changed.</numerusform>
            <numerusform>%n files could not be imported. Nothing was changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n file(s) were imported.</source>
        <translation>
            <numerusform>Stopped. %n file was imported.</numerusform>
            <numerusform>Stopped. %n files were imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were imported.</source>
        <translation>
            <numerusform>%n file was imported.</numerusform>
            <numerusform>%n files were imported.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Ledger</name>
    <message numerus="yes">
        <source>Sign in to send %n item(s)</source>
        <translation>
            <numerusform>Sign in to send %n item</numerusform>
            <numerusform>Sign in to send %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) about how lessons were used</source>
        <translation>
            <numerusform>%n thing about how lessons were used</numerusform>
            <numerusform>%n things about how lessons were used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message numerus="yes">
        <source>%n file(s) are on this laptop now and open without a network.</source>
        <translation>
            <numerusform>%n file is on this laptop now and opens without a network.</numerusform>
            <numerusform>%n files are on this laptop now and open without a network.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) are kept here; see what to do under Sent.</source>
        <translation>
            <numerusform>%n item is kept here; see what to do under Sent.</numerusform>
            <numerusform>%n items are kept here; see what to do under Sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) wait here, safe. Learning goes on without it.</source>
        <translation>
            <numerusform>%n item waits here, safe. Learning goes on without it.</numerusform>
            <numerusform>%n items wait here, safe. Learning goes on without it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A course is due in %n day(s)</source>
        <translation>
            <numerusform>A course is due in %n day</numerusform>
            <numerusform>A course is due in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more are due soon.</source>
        <translation>
            <numerusform>%n more is due soon.</numerusform>
            <numerusform>%n more are due soon.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Own</name>
    <message numerus="yes">
        <source>%n item(s) were not sent yet. They still go by themselves with the next link: begin anew after that. Notes kept only here can&apos;t be read without the PIN or password.</source>
        <translation>
            <numerusform>%n item was not sent yet. It still goes by itself with the next link: begin anew after that. Notes kept only here can&apos;t be read without the PIN or password.</numerusform>
            <numerusform>%n items were not sent yet. They still go by themselves with the next link: begin anew after that. Notes kept only here can&apos;t be read without the PIN or password.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n item(s) were not sent yet. Without the PIN or password nobody can read them.</source>
        <translation>
            <numerusform>%n item was not sent yet. Without the PIN or password nobody can read it.</numerusform>
            <numerusform>%n items were not sent yet. Without the PIN or password nobody can read them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Plan</name>
    <message numerus="yes">
        <source>%n lesson(s) not here yet</source>
        <translation>
            <numerusform>%n lesson not here yet</numerusform>
            <numerusform>%n lessons not here yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message numerus="yes">
        <source>Fetching %n file(s)</source>
        <translation>
            <numerusform>Fetching %n file</numerusform>
            <numerusform>Fetching %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be fetched</source>
        <translation>
            <numerusform>%n file could not be fetched</numerusform>
            <numerusform>%n files could not be fetched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sign in to send %n item(s)</source>
        <translation>
            <numerusform>Sign in to send %n item</numerusform>
            <numerusform>Sign in to send %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sending %n item(s)</source>
        <translation>
            <numerusform>Sending %n item</numerusform>
            <numerusform>Sending %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>%n to send</numerusform>
            <numerusform>%n to send</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>%n to send</numerusform>
            <numerusform>%n to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>fetching %n</source>
        <translation>
            <numerusform>fetching %n</numerusform>
            <numerusform>fetching %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Undo</name>
    <message numerus="yes">
        <source>Removed, also for {others} and %n more: “{name}” · {size} freed</source>
        <translation>
            <numerusform>Removed, also for {others} and %n more: “{name}” · {size} freed</numerusform>
            <numerusform>Removed, also for {others} and %n more: “{name}” · {size} freed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Who</name>
    <message numerus="yes">
        <source>%n waiting · must sign in</source>
        <translation>
            <numerusform>%n waiting · must sign in</numerusform>
            <numerusform>%n waiting · must sign in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to send</source>
        <translation>
            <numerusform>%n to send</numerusform>
            <numerusform>%n to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>locked · %n waiting · must sign in</source>
        <translation>
            <numerusform>locked · %n waiting · must sign in</numerusform>
            <numerusform>locked · %n waiting · must sign in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>locked · %n to send</source>
        <translation>
            <numerusform>locked · %n to send</numerusform>
            <numerusform>locked · %n to send</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting · must unlock</source>
        <translation>
            <numerusform>%n waiting · must unlock</numerusform>
            <numerusform>%n waiting · must unlock</numerusform>
        </translation>
    </message>
</context>
</TS>
