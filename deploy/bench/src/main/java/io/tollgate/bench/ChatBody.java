package io.tollgate.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.bench.load.ExpectedAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The chat that is sent over and over: a harmless message of {@value #CHARACTERS} characters, which the guard reads in full. */
final class ChatBody {
    static final int CHARACTERS = 650;

    /** Plain answers are as long as the default streams. */
    private static final int PLAIN_TOKENS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT = """
            Please summarise the minutes of our Tuesday meeting for those who could not be there. The new warehouse opens in \
            March, two weeks later than planned, because the supplier of the shelves had to postpone the delivery. Maria will \
            ask for a written confirmation of the date. The budget for the opening event was agreed without changes. Tom \
            reported that the number of returned parcels fell by a third since the labels were printed larger, and he \
            suggests the same for the spring catalogue. Nobody objected. The question of parking was put off until the city \
            has answered our letter. The next meeting is on Tuesday at ten, in the small room on the second floor. Thank you.\
            """;

    /** Begins with words with which a known injection begins, too: a guard that waits for more of it shows in the first chunk. */
    private static final String ANSWER = "This is what was decided. " + TEXT;

    private ChatBody() {}

    static String message() {
        return TEXT.substring(0, CHARACTERS);
    }

    /** @param pictureBytes about how many bytes of picture the message carries; 0 for none */
    static String json(ExpectedAnswer answer, int pictureBytes) {
        boolean streamed = answer.chunks() > 0;
        int tokens = tokens(answer);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", "gpt-4o-mini");
        body.put("stream", streamed);
        // One more than is generated, so that no answer ends because of its limit.
        body.put("max_completion_tokens", tokens + 1);
        body.put(
                "messages",
                List.of(
                        Map.of("role", "system", "content", "You are a careful assistant."),
                        Map.of("role", "user", "content", content(pictureBytes))));
        body.put("simulator", simulator(answer));
        return write(body);
    }

    /** What the simulated provider is told, for systems that do not pass on what they do not know. */
    static String simulatorJson(ExpectedAnswer answer) {
        return write(simulator(answer));
    }

    private static Map<String, Object> simulator(ExpectedAnswer answer) {
        return Map.of(
                "text", words(tokens(answer)),
                "first_byte_ms", answer.firstByteMillis(),
                "chunk_ms", answer.chunkMillis());
    }

    /** Each is a chunk of a stream; each but the last has a blank behind it, by which chunks are counted. */
    private static String words(int count) {
        List<String> known = List.of(ANSWER.split(" ", -1));
        return IntStream.range(0, count)
                .mapToObj(i -> known.get(i % known.size()))
                .collect(Collectors.joining(" "));
    }

    private static int tokens(ExpectedAnswer answer) {
        return answer.chunks() > 0 ? answer.chunks() : PLAIN_TOKENS;
    }

    private static Object content(int pictureBytes) {
        if (pictureBytes == 0) {
            return message();
        }
        return List.of(
                Map.of("type", "text", "text", message()),
                Map.of(
                        "type",
                        "image_url",
                        "image_url",
                        Map.of("url", "data:image/png;base64," + "iVBORw0KGgo".repeat(pictureBytes / 11))));
    }

    private static String write(Map<String, Object> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
