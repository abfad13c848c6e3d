package io.tollgate.moderation.engine;

import static java.util.stream.Collectors.joining;

import com.ibm.icu.text.Transliterator;
import io.tollgate.moderation.engine.Transform.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Disguises of Chinese: by script, by sound, by shape. */
final class ChineseTransforms {

    private static final Transliterator TO_TRADITIONAL = Transliterator.getInstance("Simplified-Traditional");
    private static final Transliterator TO_PINYIN = Transliterator.getInstance("Han-Latin; Latin-ASCII; Lower");
    private static final Map<Character, String> PARTS = new HashMap<>();
    private static final Map<Character, List<Character>> SAME_SOUND = new HashMap<>();
    private static final Map<Character, String> VARIANTS = Map.ofEntries(
            Map.entry('我', "莪"),
            Map.entry('你', "伱"),
            Map.entry('天', "兲"),
            Map.entry('操', "肏"),
            Map.entry('的', "哋"),
            Map.entry('不', "芣"),
            Map.entry('生', "玍"),
            Map.entry('打', "咑"),
            Map.entry('下', "芐"),
            Map.entry('逼', "屄"));
    private static final Map<Character, String> PICTURES = Map.of(
            '妈', "🐎", '草', "🌿", '鸡', "🐔", '蛋', "🥚", '狗', "🐶", '猪', "🐷", '枪', "🔫", '药', "💊", '死', "💀", '打',
            "👊");

    static {
        for (String line : resource("text/variants.txt")) {
            if (line.startsWith("parts:")) {
                for (String composition :
                        line.substring("parts:".length()).strip().split(" ", -1)) {
                    PARTS.putIfAbsent(composition.charAt(2), composition.substring(0, 2));
                }
            }
        }
        for (String line : resource("text/syllables.txt")) {
            if (!line.startsWith("#")) {
                List<Character> common = commonCharacters(line.substring(line.indexOf(' ') + 1));
                common.forEach(character -> SAME_SOUND.put(character, common));
            }
        }
    }

    private ChineseTransforms() {}

    static Stream<Transform> all() {
        return Stream.of(
                chinese("traditional script", TO_TRADITIONAL::transliterate),
                chinese("spellings of the net", text -> exchanged(text, VARIANTS)),
                chinese("taken apart", text -> exchanged(text, PARTS)),
                chinese("pictures for characters", text -> exchanged(text, PICTURES)),
                heard("one homophone", text -> homophones(text, text.length() / 2, text.length() / 2 + 1)),
                heard("homophones throughout", text -> homophones(text, 0, text.length())),
                heard("pinyin with blanks", TO_PINYIN::transliterate),
                heard(
                        "pinyin without blanks",
                        text -> TO_PINYIN.transliterate(text).replace(" ", "")),
                heard(
                        "pinyin within",
                        text -> text.substring(0, 1)
                                + TO_PINYIN.transliterate(text.substring(1, 2))
                                + text.substring(2)),
                chinese("columns", ChineseTransforms::columns));
    }

    private static String columns(String text) {
        int height = (text.length() + 1) / 2;
        String first = text.substring(0, height);
        String second = text.substring(height) + " ";
        StringBuilder columns = new StringBuilder();
        for (int row = 0; row < height; row++) {
            columns.append(row < second.length() ? second.charAt(row) : ' ')
                    .append(first.charAt(row))
                    .append('\n');
        }
        return columns.toString();
    }

    private static String exchanged(String text, Map<Character, String> by) {
        return text.chars()
                .mapToObj(character -> by.getOrDefault((char) character, String.valueOf((char) character)))
                .collect(joining());
    }

    private static String homophones(String text, int from, int to) {
        StringBuilder heard = new StringBuilder(text);
        for (int i = from; i < Math.min(to, text.length()); i++) {
            List<Character> candidates = SAME_SOUND.getOrDefault(text.charAt(i), List.of());
            if (!candidates.isEmpty()) {
                int other = (candidates.indexOf(text.charAt(i)) + 1) % candidates.size();
                heard.setCharAt(i, candidates.get(other));
            }
        }
        return heard.toString();
    }

    /** Those of GB 2312, so that the homophones are characters that people know. */
    private static List<Character> commonCharacters(String characters) {
        CharsetEncoder encoder = Charset.forName("GB2312").newEncoder();
        List<Character> common = new ArrayList<>();
        for (int i = 0; i < characters.length(); i++) {
            if (encoder.canEncode(characters.charAt(i))) {
                common.add(characters.charAt(i));
            }
        }
        return common;
    }

    private static List<String> resource(String name) {
        try (InputStream stream = Objects.requireNonNull(ModerationEngine.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Transform chinese(String name, UnaryOperator<String> disguise) {
        return new Transform(name, Language.CHINESE, disguise);
    }

    private static Transform heard(String name, UnaryOperator<String> disguise) {
        return new Transform(name, Language.CHINESE_OF_THREE, disguise);
    }
}
