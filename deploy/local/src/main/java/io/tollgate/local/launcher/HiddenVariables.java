package io.tollgate.local.launcher;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which variables of the launcher's environment a part is not given: every secret but those it needs. */
final class HiddenVariables {
    private static final String JUDGE_KEY = "TOLLGATE_JUDGE_KEY";

    /** What opens the suite's own doors and its database; billing-service is given what it needs of them by {@link Suite}. */
    private static final Set<String> SUITE_SECRETS = Set.of(
            "TOLLGATE_ADMIN_KEY",
            "TOLLGATE_DEMO_KEY",
            JUDGE_KEY,
            "TOLLGATE_POSTGRES_URL",
            "TOLLGATE_WEBHOOK_KEY",
            "TOLLGATE_CONTENT_KEY");

    private static final String DATASOURCE_PREFIX = "QUARKUS_DATASOURCE_";

    /** A provider's key may have any name in a routes file: these are the usual ones. */
    private static final Pattern SECRET = Pattern.compile(".*(API_?KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL).*");

    /** Own servers speak to nobody: what is meant for the services may hold a password, as {@code REDIS_URL} does. */
    private static final Pattern OF_SERVICES = Pattern.compile("(TOLLGATE|QUARKUS|KAFKA|REDIS|OTEL)_.*");

    private static final Pattern API_KEY = Pattern.compile(".*API_?KEY");

    private HiddenVariables() {}

    static Predicate<String> from(String part) {
        if (part.equals(Service.CHAT.directory())) {
            // The key of judges is set anew for every service.
            return name -> (isOfSuite(name) && !name.equals(JUDGE_KEY)) || isOfDatabase(name);
        }
        if (part.equals(Service.BILLING.directory())) {
            // Its own two keys and its database are set anew for it.
            return name ->
                    name.equals("TOLLGATE_POSTGRES_URL") || name.equals("TOLLGATE_CONTENT_KEY") || isApiKey(name);
        }
        if (part.equals(Service.MODERATION.directory())) {
            // Its own database, and what wraps its content keys, are set anew for it.
            return name -> (isOfSuite(name)
                            && !Set.of("TOLLGATE_CONTENT_KEY", JUDGE_KEY).contains(name))
                    || isApiKey(name);
        }
        return name -> OF_SERVICES.matcher(name).matches()
                || SECRET.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }

    private static boolean isOfSuite(String name) {
        return SUITE_SECRETS.contains(name);
    }

    private static boolean isOfDatabase(String name) {
        return name.startsWith(DATASOURCE_PREFIX);
    }

    private static boolean isApiKey(String name) {
        return API_KEY.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }
}
