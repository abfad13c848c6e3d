package io.tollgate.chat.edge;

import java.net.URI;
import java.util.Set;

/** Where a service behind the edge listens. */
record ServiceAddress(String host, int port, boolean tls) {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    /**
     * @param setting the configuration key that the URL comes from, for the message
     * @throws IllegalArgumentException if it is not an absolute http or https URL of a host alone
     */
    static ServiceAddress of(String setting, URI url) {
        String scheme = url.getScheme();
        String host = url.getHost();
        // A path would be dropped: the caller's own takes its place.
        boolean hostAlone = url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && (url.getRawPath() == null
                        || url.getRawPath().isEmpty()
                        || url.getRawPath().equals("/"));
        if (scheme == null || !SCHEMES.contains(scheme) || host == null || !hostAlone) {
            throw new IllegalArgumentException(
                    setting + " must be http:// or https://, a host, and a port if it is not the usual one, without a"
                            + " path: for example http://localhost:8082");
        }
        boolean tls = scheme.equals("https");
        return new ServiceAddress(host, url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80, tls);
    }
}
