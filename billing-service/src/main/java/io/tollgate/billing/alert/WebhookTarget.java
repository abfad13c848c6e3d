package io.tollgate.billing.alert;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a webhook is. Its name is looked up for each attempt, all of its addresses are checked, and the connection goes to
 * the very address that was checked: a name that points elsewhere a moment later leads nowhere else.
 */
record WebhookTarget(URI url) {

    private static final int LONGEST = 2_000;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    /** @return empty if the text is no URL of a webhook */
    static Optional<WebhookTarget> parse(String text, boolean plainAllowed) {
        try {
            URI url = new URI(text);
            boolean scheme = "https".equals(url.getScheme()) || (plainAllowed && "http".equals(url.getScheme()));
            boolean port = url.getPort() == -1 || (url.getPort() > 0 && url.getPort() < 65_536);
            boolean plain = url.getUserInfo() == null && url.getFragment() == null;
            return scheme && port && plain && url.getHost() != null && text.length() <= LONGEST
                    ? Optional.of(new WebhookTarget(url))
                    : Optional.empty();
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
    }

    boolean isSecure() {
        return "https".equals(url.getScheme());
    }

    int port() {
        if (url.getPort() != -1) {
            return url.getPort();
        }
        return isSecure() ? HTTPS_PORT : HTTP_PORT;
    }

    /** Path and query. */
    String request() {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    /**
     * Looks the name up; blocks.
     *
     * @throws UnknownHostException if it has no address, or one that is not public where that is not allowed
     */
    InetAddress resolve(boolean privateAllowed) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(url.getHost());
        if (!privateAllowed && !Arrays.stream(addresses).allMatch(PublicAddress::is)) {
            throw new UnknownHostException(
                    "the address is not public; see tollgate.billing.alert.webhook-private-addresses");
        }
        return addresses[0];
    }
}
