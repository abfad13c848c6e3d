package io.tollgate.moderation.engine.text;

/** Which Latin letter a folded character passes for. The source of the pairs is what the glyphs look like in common fonts. */
final class Lookalikes {

    private static final String DISGUISED = "0134578@$!" // digits and signs
            + "авсԁеһіјкӏмнпорѕтухѵԝԛгғьү" // Cyrillic
            + "αβεηικνορςστυχωγμ" // Greek
            + "օսոհց" // Armenian
            + "øłđħɑɡɩʋƒ" // Latin letters that do not decompose
            + "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"; // small capitals

    private static final String LATIN = "oieastbasi"
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
        for (int i = 0; i < DISGUISED.length(); i++) {
            table[DISGUISED.charAt(i)] = LATIN.charAt(i);
        }
    }
}
