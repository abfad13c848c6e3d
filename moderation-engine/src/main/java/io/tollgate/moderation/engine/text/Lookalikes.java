package io.tollgate.moderation.engine.text;

/** Which Latin letter a folded character passes for: the pairs of Unicode, and before them those that readers take for each other. */
final class Lookalikes {

    private static final String DISGUISED = "01345789@$!" // digits and signs
            + "авсԁеһіјкӏмнпорѕтухѵԝԛгғьү" // Cyrillic
            + "αβεηικνορςστυχωγμ" // Greek
            + "օսոհց" // Armenian
            + "øłđħɑɡɩʋƒ" // Latin letters that do not decompose
            + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"; // small capitals

    private static final String LATIN = "oieastbgasi"
            + "abcdehijklmhnopctyxvwqrfby".replace("opct", "opst")
            + "abenikvopsstuxwyu"
            + "ounhg"
            + "oldhagivf"
            + "abcdefghijklmnoprstuvwyz";

    private Lookalikes() {}

    /** Writes the Latin letter of every disguised one into a table that so far maps each character to itself. */
    static void writeTo(char[] table) {
        if (DISGUISED.length() != LATIN.length()) {
            throw new IllegalStateException("the lists of lookalikes differ in length");
        }
        for (String pairs : TableFile.lines("lookalikes.txt")) {
            for (int i = 0; i + 1 < pairs.length(); i += 2) {
                table[pairs.charAt(i)] = pairs.charAt(i + 1);
            }
        }
        for (int i = 0; i < DISGUISED.length(); i++) {
            table[DISGUISED.charAt(i)] = LATIN.charAt(i);
        }
    }
}
