package io.tollgate.local.simulator;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks a request's AWS Signature Version 4, as Bedrock does before it looks at anything else. */
final class AwsSignature {
    /** The one secret access key that the simulated Bedrock knows. */
    static final String SECRET = "simulated-secret-access-key";

    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=[^/]+/(?<date>\\d{8})/"
            + "(?<region>[a-z0-9-]+)/bedrock/aws4_request, ?SignedHeaders=(?<headers>[a-z0-9;-]+), ?"
            + "Signature=(?<signature>[0-9a-f]{64})");

    private AwsSignature() {}

    static boolean isValid(HttpServerRequest request, byte[] body) {
        String authorization = request.getHeader("Authorization");
        Matcher claim = AUTHORIZATION.matcher(authorization == null ? "" : authorization);
        if (!claim.matches()) {
            return false;
        }
        try {
            String scope = claim.group("date") + "/" + claim.group("region") + "/bedrock/aws4_request";
            String toSign = "AWS4-HMAC-SHA256\n" + request.getHeader("X-Amz-Date") + "\n" + scope + "\n"
                    + sha256(canonical(request, claim.group("headers"), body).getBytes(StandardCharsets.UTF_8));
            byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
            for (String part : scope.split("/", -1)) {
                key = hmac(key, part);
            }
            return HexFormat.of().formatHex(hmac(key, toSign)).equals(claim.group("signature"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String canonical(HttpServerRequest request, String signedHeaders, byte[] body)
            throws GeneralSecurityException {
        StringBuilder canonical = new StringBuilder(request.method().name()).append('\n');
        // The path is encoded already, and is encoded once more.
        canonical.append(request.path().replace("%", "%25")).append("\n\n");
        for (String header : signedHeaders.split(";", -1)) {
            String value = header.equals("host") ? request.authority().toString() : request.getHeader(header);
            canonical.append(header).append(':').append(value).append('\n');
        }
        return canonical
                .append('\n')
                .append(signedHeaders)
                .append('\n')
                .append(sha256(body))
                .toString();
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
