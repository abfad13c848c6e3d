package io.tollgate.e2e.suite;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Personal data and a key that nothing else in the suite uses, planted to be looked for where they must not come up. */
public final class PlantedData {

    /** Shaped as keys are, and as the name of a tool may be. */
    public static final String KEY = "sk-planted7Qx2Lm9Tz4Rb8Vc1";

    public static final String EMAIL = "planted.quilla@mail.example";

    private static final Map<String, String> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("email", EMAIL);
        VALUES.put("phone", "+44 20 7946 0958");
        VALUES.put("card", "5555 4444 3333 1111");
        VALUES.put("iban", "DE89 3704 0044 0532 0130 00");
        VALUES.put("resident-id", "11010519491231002X");
        VALUES.put("api-key", KEY);
    }

    private PlantedData() {}

    /** A sentence that holds all of it, and in Chinese the number that Chinese people have. */
    public static String text() {
        return "Write to " + VALUES.get("email") + ", call " + VALUES.get("phone") + ", card " + VALUES.get("card")
                + ", IBAN " + VALUES.get("iban") + ", 身份证号" + VALUES.get("resident-id") + "。 The key is " + KEY + " .";
    }

    /** Which of it stands in a content, whatever is strewn between its letters and digits and whatever their case. */
    public static List<String> in(String content) {
        String letters = lettersOf(content);
        return VALUES.entrySet().stream()
                .filter(value -> letters.contains(lettersOf(value.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The same of bytes in which text may stand. */
    public static List<String> in(byte[] content) {
        return in(new String(content, StandardCharsets.ISO_8859_1));
    }

    private static String lettersOf(String content) {
        StringBuilder letters = new StringBuilder(content.length());
        content.toLowerCase(Locale.ROOT)
                .chars()
                .filter(character -> (character >= 'a' && character <= 'z')
                        || (character >= '0' && character <= '9')
                        || character == '@')
                .forEach(character -> letters.append((char) character));
        return letters.toString();
    }
}
