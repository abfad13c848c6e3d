package io.tollgate.local.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a server whether it is ready. */
public final class HttpProbe {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build();

    private HttpProbe() {}

    /** Whether a GET of the URL is answered with 200 within two seconds. */
    public static boolean isOk(String url) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(DEADLINE).build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
