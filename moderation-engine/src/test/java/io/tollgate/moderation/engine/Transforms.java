package io.tollgate.moderation.engine;

import static java.util.stream.Collectors.joining;

import io.tollgate.moderation.engine.Transform.Language;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Disguises by rule: of characters, of words, and of whole texts. */
final class Transforms {

    private static final String LOOKALIKES_FROM = "aceopsxyijh";
    private static final String CYRILLIC = "асеорѕхуіјһ";
    private static final String GREEK_FROM = "aoivun";
    private static final String GREEK = "αοινυη";
    private static final String LEET_FROM = "aeiostb";
    private static final String LEET = "4310578";
    private static final String SMALL_FROM = "abcdefghijklmnoprstuvwyz";
    private static final String SMALL = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ";
    private static final String BRAILLE = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵";
    private static final List<String> MORSE = List.of(
            ".-", "-...", "-.-.", "-..", ".", "..-.", "--.", "....", "..", ".---", "-.-", ".-..", "--", "-.", "---",
            ".--.", "--.-", ".-.", "...", "-", "..-", "...-", ".--", "-..-", "-.--", "--..");

    private Transforms() {}

    static Stream<Transform> all() {
        return Stream.of(ofCharacters(), invisible(), apart(), ofTexts()).flatMap(List::stream);
    }

    private static List<Transform> ofCharacters() {
        return List.of(
                english("upper case", text -> text.toUpperCase(Locale.ROOT)),
                english("fullwidth", text -> shifted(text, 0xFF41)),
                english("mathematical bold", text -> shifted(text, 0x1D41A)),
                english("mathematical script", text -> shifted(text, 0x1D4EA)),
                english("circled", text -> shifted(text, 0x24D0)),
                english("squared", text -> shifted(text, 0x1F130)),
                english("small capitals", text -> exchanged(text, SMALL_FROM, SMALL)),
                english("Cyrillic lookalikes", text -> exchanged(text, LOOKALIKES_FROM, CYRILLIC)),
                english("Greek lookalikes", text -> exchanged(text, GREEK_FROM, GREEK)),
                english("rn for m, vv for w", text -> text.replace("m", "rn").replace("w", "vv")),
                english("leet", text -> exchanged(text, LEET_FROM, LEET)),
                english("leet with signs", text -> exchanged(text, "ais", "@!$")),
                english("one for l", text -> text.replace("l", "1")),
                english("stretched vowels", text -> text.replaceAll("([aeiou])", "$1$1$1$1")),
                english("stretched words", text -> text.replaceAll("([a-z])(?=\\b)", "$1$1$1")),
                english("accents", text -> interleaved(text, "\u0301")),
                english("overlays", text -> interleaved(text, "\u0336")),
                english("flood of marks", text -> interleaved(text, "\u0301\u0316\u0335\u034F\u0489")),
                english("braille", text -> exchanged(text, "abcdefghijklmnopqrstuvwxyz", BRAILLE)));
    }

    private static List<Transform> invisible() {
        return Stream.of(
                        "200B", "200C", "200D", "2060", "FEFF", "00AD", "034F", "180E", "115F", "3164", "2062", "202E",
                        "2068", "FE0F", "E0041", "E0101", "0000", "061C")
                .map(code -> new Transform(
                        "U+" + code + " between",
                        Language.BOTH,
                        text -> interleaved(text, Character.toString(Integer.parseInt(code, 16)))))
                .toList();
    }

    private static List<Transform> apart() {
        return List.of(
                english("blanks between letters", text -> spaced(text, " ")),
                english("dots between letters", text -> spaced(text, ".")),
                english("hyphens between letters", text -> spaced(text, "-")),
                english("stars between letters", text -> spaced(text, "*")),
                english("emoji between letters", text -> spaced(text, "😀")),
                english("one letter a line", text -> spaced(text, "\n")),
                english("tabs and breaks for blanks", text -> text.replace(" ", " \t\n ")),
                english("no-break blanks", text -> text.replace(' ', '\u00A0')),
                chinese("blanks between", text -> spaced(text, " ")),
                chinese("stars between", text -> spaced(text, "*")),
                chinese("commas between", text -> spaced(text, "，")),
                chinese("emoji between", text -> spaced(text, "🙂")),
                chinese(
                        "one sign within",
                        text -> text.substring(0, text.length() / 2) + "_" + text.substring(text.length() / 2)),
                chinese("one character a line", text -> spaced(text, "\n")));
    }

    private static List<Transform> ofTexts() {
        return List.of(
                english("reversed", text -> new StringBuilder(text).reverse().toString()),
                new Transform(
                        "reversed (Chinese)",
                        Language.CHINESE_OF_THREE,
                        text -> new StringBuilder(text).reverse().toString()),
                english("pig latin", Transforms::pigLatin),
                english("rot13", Transforms::rotated),
                both("base64", text -> Base64.getEncoder().encodeToString(bytes(text))),
                both("hexadecimal", text -> HexFormat.of().formatHex(bytes(text))),
                both(
                        "hexadecimal with blanks",
                        text -> HexFormat.ofDelimiter(" ").formatHex(bytes(text))),
                both("percent escapes", text -> HexFormat.of().withPrefix("%").formatHex(bytes(text))),
                both("decimal references", text -> each(text, code -> "&#" + code + ";")),
                both("hexadecimal references", text -> each(text, code -> "&#x" + Integer.toHexString(code) + ";")),
                both("escapes", text -> each(text, code -> String.format("\\u%04x", code))),
                english("Morse", Transforms::morse),
                english("tags within words", text -> text.replaceAll("\\b(\\w)(\\w)", "<b>$1</b>$2")),
                english("Markdown within words", text -> text.replaceAll("\\b(\\w)(\\w)", "**$1**$2")),
                english("LaTeX within words", text -> text.replaceAll("\\b(\\w)(\\w)", "\\\\textbf{$1}$2")),
                english("comments within words", text -> text.replaceAll("\\b(\\w)(\\w)", "$1/**/$2")),
                english("comments of HTML within words", text -> text.replaceAll("\\b(\\w)(\\w)", "$1<!-- x -->$2")));
    }

    private static String shifted(String text, int first) {
        return each(text, code -> Character.toString(code >= 'a' && code <= 'z' ? code - 'a' + first : code));
    }

    private static String exchanged(String text, String from, String to) {
        return each(text, code -> {
            int index = from.indexOf(code);
            return index < 0 ? Character.toString(code) : String.valueOf(to.charAt(index));
        });
    }

    private static String interleaved(String text, String filler) {
        return each(text, code -> code == ' ' ? " " : Character.toString(code) + filler);
    }

    /** Between words stands more than within them. */
    private static String spaced(String text, String filler) {
        String apart = filler.isBlank() ? filler.repeat(3) : " ";
        return Stream.of(text.split(" ", -1))
                .map(word -> word.codePoints().mapToObj(Character::toString).collect(joining(filler)))
                .collect(joining(apart));
    }

    private static String each(String text, IntFunction<String> disguise) {
        return text.codePoints().mapToObj(disguise).collect(joining());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String rotated(String text) {
        return each(text, code -> Character.toString(code >= 'a' && code <= 'z' ? 'a' + (code - 'a' + 13) % 26 : code));
    }

    private static String morse(String text) {
        return each(text, code -> code == ' ' ? "/ " : code >= 'a' && code <= 'z' ? MORSE.get(code - 'a') + " " : "");
    }

    private static String pigLatin(String text) {
        return Stream.of(text.split(" ", -1))
                .map(word -> "aeiou".indexOf(word.charAt(0)) >= 0
                        ? word + "way"
                        : word.replaceFirst(
                                "^(bl|br|ch|cl|cr|dr|fl|fr|gl|gr|kn|ph|pl|pr|qu|sh|sl|sm|sn|sp|st|sw|th|tr|wh|.)(.*)$",
                                "$2$1ay"))
                .collect(joining(" "));
    }

    private static Transform english(String name, UnaryOperator<String> disguise) {
        return new Transform(name, Language.ENGLISH, text -> disguise.apply(text.toLowerCase(Locale.ROOT)));
    }

    private static Transform chinese(String name, UnaryOperator<String> disguise) {
        return new Transform(name + " (Chinese)", Language.CHINESE, disguise);
    }

    private static Transform both(String name, UnaryOperator<String> disguise) {
        return new Transform(name, Language.BOTH, text -> disguise.apply(text.toLowerCase(Locale.ROOT)));
    }
}
