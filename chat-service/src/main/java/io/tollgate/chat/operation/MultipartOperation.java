package io.tollgate.chat.operation;

import io.tollgate.chat.completion.CallShape;
import io.tollgate.chat.completion.ClientDialect;
import io.tollgate.chat.completion.ClientRequest;
import io.tollgate.chat.completion.InvalidRequestException;
import io.tollgate.chat.completion.RequestFacts;
import io.tollgate.chat.completion.RequestJson;
import io.tollgate.chat.operation.MultipartBody.Part;
import io.tollgate.chat.target.Needs;
import io.tollgate.contracts.event.UsageRecorded.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Operations whose request is a form with files: transcriptions, translations, and edits of pictures. */
public final class MultipartOperation implements ClientDialect {

    private static final int MODEL_LENGTH_MAX = 256;
    private static final int USER_LENGTH_MAX = 512;
    private static final int PICTURES_MAX = 10;

    private final Operation operation;
    private final String file;

    private MultipartOperation(Operation operation, String file) {
        this.operation = operation;
        this.file = file;
    }

    public static ClientDialect transcriptions() {
        return new MultipartOperation(Operation.TRANSCRIPTION, "file");
    }

    public static ClientDialect translations() {
        return new MultipartOperation(Operation.TRANSLATION, "file");
    }

    public static ClientDialect pictureEdits() {
        return new MultipartOperation(Operation.IMAGE_EDIT, "image");
    }

    @Override
    public ClientRequest parse(byte[] body, @Nullable String contentType) throws InvalidRequestException {
        MultipartBody form = MultipartBody.parse(body, contentType);
        Part model = form.only("model").orElseThrow(() -> RequestJson.missing("model"));
        String name = form.text(model, MODEL_LENGTH_MAX);
        RequestJson.requireNotBlank("model", name);
        long size = form.sizeOf(file);
        if (size < 0) {
            throw RequestJson.missing(file);
        }
        Optional<Part> prompt = form.only("prompt");
        Optional<Part> user = form.only("user");
        RequestFacts facts = new RequestFacts(
                operation,
                name,
                new CallShape(body.length, pictures(form), false, false),
                size,
                OptionalInt.empty(),
                "default",
                user.isPresent() ? form.text(user.get(), USER_LENGTH_MAX) : null,
                null,
                Map.of(),
                prompt.isPresent() ? List.of(form.content(prompt.get())) : List.of(),
                Needs.NOTHING);
        return new OperationRequest(body, form.contentType(), facts, model.start(), model.end(), written -> written);
    }

    private int pictures(MultipartBody form) throws InvalidRequestException {
        Optional<Part> count = operation == Operation.IMAGE_EDIT ? form.only("n") : Optional.empty();
        if (count.isEmpty()) {
            return 1;
        }
        String text = form.text(count.get(), 8);
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > PICTURES_MAX) {
            throw InvalidRequestException.at("n", "'n' must be between 1 and " + PICTURES_MAX + ".");
        }
        return Integer.parseInt(text);
    }
}
