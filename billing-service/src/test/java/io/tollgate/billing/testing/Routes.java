package io.tollgate.billing.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every route of the service, found in its classes, so that a new one cannot be forgotten.
 *
 * @param path with its parameters in braces
 */
public record Routes(String method, String path, Method handler) {

    /** With or without a regular expression of its own, which may have braces. */
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\s*(?::(?:[^{}]|\\{[^{}]*})*)?}");

    public static List<Routes> all() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.tollgate.billing").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> type.getMethods().stream())
                        .map(Routes::of)
                        .flatMap(Optional::stream)
                        .sorted(java.util.Comparator.comparing(Routes::name))
                        .toList();
    }

    private static Optional<Routes> of(JavaMethod declared) {
        Method handler = declared.reflect();
        return Arrays.stream(handler.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .map(method -> new Routes(method.value(), path(declared.getOwner(), handler), handler));
    }

    private static String path(JavaClass resource, Method handler) {
        String own = handler.isAnnotationPresent(Path.class)
                ? handler.getAnnotation(Path.class).value()
                : "";
        return resource.getAnnotationOfType(Path.class).value() + own;
    }

    public String name() {
        return method + " " + path;
    }

    public boolean changes() {
        return !method.equals("GET");
    }

    public boolean is(Class<? extends Annotation> annotation) {
        return handler.isAnnotationPresent(annotation);
    }

    /** The names of the path's parameters. */
    public List<String> parameters() {
        return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
    }

    /** The path with values in place of its parameters. */
    public String with(java.util.function.UnaryOperator<String> values) {
        return PARAMETER.matcher(path).replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
    }
}
