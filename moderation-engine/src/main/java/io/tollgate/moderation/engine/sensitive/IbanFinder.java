package io.tollgate.moderation.engine.sensitive;

import java.util.HashMap;
import java.util.Map;

/** International bank account numbers: a country, the length it uses, and the checksum of ISO 13616. */
final class IbanFinder {

    private static final int MAX_LENGTH = 34;
    private static final Map<String, Integer> LENGTHS = lengths(
            "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 by28 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 eg29 es24 fi18 "
                    + "fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 lc32 "
                    + "li21 lt20 lu20 lv21 ly25 mc27 md24 me22 mk19 mr27 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 "
                    + "rs22 sa24 sc31 se24 si19 sk24 sm27 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20");

    private IbanFinder() {}

    /**
     * @param start index of a letter that no word goes on to
     * @return the index after the number, or -1 if none stands there
     */
    static int find(Written text, int start, Spans spans) {
        boolean begins = text.isLetter(start + 1) && text.isDigit(start + 2) && text.isDigit(start + 3);
        if (!begins) {
            return -1;
        }
        Integer length = LENGTHS.get(String.valueOf(new char[] {text.at(start), text.at(start + 1)}));
        if (length == null) {
            return -1;
        }
        StringBuilder number = new StringBuilder(MAX_LENGTH);
        int index = start;
        while (number.length() < length) {
            boolean gap = number.length() % 4 == 0 && number.length() > 0 && text.at(index) == ' ';
            index += gap ? 1 : 0;
            if (!text.isLetter(index) && !text.isDigit(index)) {
                return -1;
            }
            number.append(text.at(index));
            index++;
        }
        if (text.isWordPart(index) || !Checksums.isIban(number)) {
            return -1;
        }
        spans.add(SensitiveKind.IBAN, start, index);
        return index;
    }

    private static Map<String, Integer> lengths(String list) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String item : list.split(" ", -1)) {
            lengths.put(item.substring(0, 2), Integer.valueOf(item.substring(2)));
        }
        return Map.copyOf(lengths);
    }
}
