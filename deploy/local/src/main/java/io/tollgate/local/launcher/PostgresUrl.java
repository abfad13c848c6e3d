package io.tollgate.local.launcher;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A database as {@code postgresql://user:password@host:port/database}; user and password percent-encoded where they hold reserved
 * characters.
 */
record PostgresUrl(String address, String user, String password) {

    static PostgresUrl parse(String url) throws InvalidSettingsException {
        try {
            URI uri = new URI(url);
            String[] userInfo = String.valueOf(uri.getRawUserInfo()).split(":", 2);
            boolean scheme = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (scheme
                    && uri.getHost() != null
                    && userInfo.length == 2
                    && uri.getPath().length() > 1) {
                int port = uri.getPort() < 0 ? 5432 : uri.getPort();
                String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
                return new PostgresUrl(
                        uri.getHost() + ":" + port + uri.getRawPath() + query,
                        decoded(userInfo[0]),
                        decoded(userInfo[1]));
            }
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            // The cause would repeat the URL, which holds a password.
        }
        throw new InvalidSettingsException(
                "TOLLGATE_POSTGRES_URL must have the form postgresql://user:password@host:port/database");
    }

    /** The database of a service that has one of its own on the same server: this one's name, an underscore, the service's. */
    PostgresUrl ofService(String service) {
        int query = address.indexOf('?');
        String path = query < 0 ? address : address.substring(0, query);
        return new PostgresUrl(path + "_" + service + address.substring(path.length()), user, password);
    }

    private static String decoded(String part) {
        // A plus sign stands for itself here, unlike in a form.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What a Quarkus service needs to reach it. */
    Map<String, String> environment() {
        return Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://" + address,
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                "postgresql://" + address,
                "QUARKUS_DATASOURCE_USERNAME",
                user,
                "QUARKUS_DATASOURCE_PASSWORD",
                password);
    }
}
