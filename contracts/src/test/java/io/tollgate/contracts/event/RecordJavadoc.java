package io.tollgate.contracts.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a record's Javadoc says about it and its components, so that schemas explain themselves without a second copy. */
final class RecordJavadoc {

    private static final String COMMENT = "/\\*\\*(?<comment>(?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*";
    private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) ((?:(?! @).)*)");

    private final String summary;
    private final Map<String, String> components = new HashMap<>();

    private RecordJavadoc(String comment) {
        String text = comment.replaceAll("(?m)^\\s*\\* ?", "")
                .replaceAll("\\{@(?:code|link) (?:[\\w.]*#)?([^}]*)}", "$1")
                .replace('`', '\'');
        int tags = text.indexOf("@param");
        this.summary = oneLine((tags < 0 ? text : text.substring(0, tags)).split("<p>", 2)[0]);
        Matcher parameter = PARAMETER.matcher(oneLine(tags < 0 ? "" : text.substring(tags)));
        while (parameter.find()) {
            components.put(parameter.group(1), parameter.group(2));
        }
    }

    /** Empty for what is not a record of this project. */
    static Optional<RecordJavadoc> of(Class<?> type) {
        if (!type.isRecord() || !type.getName().startsWith("io.tollgate.")) {
            return Optional.empty();
        }
        Class<?> topLevel = type.getNestHost();
        Matcher declaration = Pattern.compile(
                        COMMENT + "(?:public )?record " + type.getSimpleName() + "\\(", Pattern.DOTALL)
                .matcher(ContractFiles.read(ContractFiles.source(topLevel)));
        return declaration.find() ? Optional.of(new RecordJavadoc(declaration.group("comment"))) : Optional.empty();
    }

    String summary() {
        return summary;
    }

    Optional<String> component(String name) {
        return Optional.ofNullable(components.get(name));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
