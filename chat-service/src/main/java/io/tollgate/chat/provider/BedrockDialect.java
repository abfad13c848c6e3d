package io.tollgate.chat.provider;

import io.tollgate.chat.dialect.DialectRequest;
import io.tollgate.chat.dialect.bedrock.OpenAiToBedrock;
import io.tollgate.chat.route.Provider;
import io.tollgate.chat.route.ProviderKind;
import io.tollgate.chat.route.Secret;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Amazon Bedrock's Converse. With an {@code access-key-id} the {@code api-key} is its secret access key, and requests are signed;
 * without one it is a Bedrock API key, and goes along as it is.
 */
@Singleton
final class BedrockDialect implements ProviderDialect {

    private static final String SERVICE = "bedrock";

    private final Translation translation;
    private final InstantSource clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    BedrockDialect(Translation translation, InstantSource clock) {
        this.translation = translation;
        this.clock = clock;
    }

    @Override
    public Set<ProviderKind> kinds() {
        return Set.of(ProviderKind.BEDROCK);
    }

    @Override
    public ProviderRequest request(ProviderAsk ask) throws UntranslatableRequestException {
        DialectRequest request = translation.request(ask, OpenAiToBedrock::new);
        Provider provider = ask.target().provider();
        String accept = ask.stream() ? "application/vnd.amazon.eventstream" : "application/json";
        String uri = provider.baseUrl().getRawPath() + request.path();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("accept", accept);
        Secret accessKeyId = provider.secrets().get("access-key-id");
        if (accessKeyId == null) {
            headers.add("content-type", "application/json")
                    .add("authorization", "Bearer " + ask.apiKey().reveal());
        } else {
            signedHeaders(provider, identity(provider, accessKeyId, ask.apiKey()), uri, request.body())
                    .forEach(headers::add);
        }
        return new ProviderRequest(uri, headers, Buffer.buffer(request.body()));
    }

    private static AwsCredentialsIdentity identity(Provider provider, Secret accessKeyId, Secret secretAccessKey) {
        Secret session = provider.secrets().get("session-token");
        return session == null
                ? AwsCredentialsIdentity.create(accessKeyId.reveal(), secretAccessKey.reveal())
                : AwsSessionCredentialsIdentity.create(
                        accessKeyId.reveal(), secretAccessKey.reveal(), session.reveal());
    }

    /** All but {@code Host}, which the connection gives as the signature has it. */
    private Map<String, List<String>> signedHeaders(
            Provider provider, AwsCredentialsIdentity identity, String uri, byte[] body) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(provider.baseUrl().resolve(URI.create(uri)))
                .putHeader("content-type", "application/json")
                .build();
        SignedRequest signed = signer.sign(sign -> sign.request(unsigned)
                .identity(identity)
                .payload(ContentStreamProvider.fromByteArrayUnsafe(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region(provider))
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(clock.instant(), ZoneOffset.UTC)));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(signed.request().headers());
        headers.remove("host");
        return headers;
    }

    /** The routes file is refused where it does not say. */
    private static String region(Provider provider) {
        return provider.region().orElseThrow(() -> new IllegalStateException("the provider has no region"));
    }

    @Override
    public AnswerTranslator translator(ProviderAsk ask) {
        return translation.translator(ask, OpenAiToBedrock::new);
    }
}
