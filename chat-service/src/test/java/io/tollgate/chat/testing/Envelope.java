package io.tollgate.chat.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** OpenAI's error envelope in an answer. */
public final class Envelope {

    private Envelope() {}

    /** Asserts the status and the four keys. */
    public static JsonObject of(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("message")).isNotBlank();
        return error;
    }

    /** Asserts the code and the parameter too. */
    public static JsonObject of(
            HttpResponse<String> answer, int status, @Nullable String code, @Nullable String param) {
        JsonObject error = of(answer, status);
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("param")).isEqualTo(param);
        return error;
    }
}
