package io.tollgate.chat.cache;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a text lies among others, as a model sees it: a vector of length 1. */
public final class Embedding {

    private static final int DIMENSIONS_MAX = 16_384;

    private final float[] direction;

    private Embedding(float[] direction) {
        this.direction = direction;
    }

    /** @return empty if the vector has no direction, or too many dimensions */
    static Optional<Embedding> of(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        // Also where one of its numbers is none.
        if (vector.length > DIMENSIONS_MAX || !(square > 0) || Double.isInfinite(square)) {
            return Optional.empty();
        }
        double length = Math.sqrt(square);
        float[] direction = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            direction[i] = (float) (vector[i] / length);
        }
        return Optional.of(new Embedding(direction));
    }

    /**
     * The first vector of an answer in OpenAI's language.
     *
     * @return empty if it is no such answer
     */
    public static Optional<Embedding> ofAnswer(Buffer answer) {
        try {
            JsonArray vectors = answer.toJsonObject().getJsonArray("data");
            if (vectors.isEmpty()) {
                return Optional.empty();
            }
            JsonArray numbers = vectors.getJsonObject(0).getJsonArray("embedding");
            float[] vector = new float[Math.min(numbers.size(), DIMENSIONS_MAX + 1)];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = numbers.getFloat(i);
            }
            return of(vector);
        } catch (DecodeException | ClassCastException | NullPointerException foreign) {
            return Optional.empty();
        }
    }

    /** The cosine of the angle between the two; -1 where they are of different models. */
    public double similarity(Embedding other) {
        if (direction.length != other.direction.length) {
            return -1;
        }
        double product = 0;
        for (int i = 0; i < direction.length; i++) {
            product += (double) direction[i] * other.direction[i];
        }
        return product;
    }

    /** Four bytes for each dimension. */
    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(direction.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(direction);
        return bytes.array();
    }

    /** @return empty if they are no vector; it is taken to have length 1, as {@link #toBytes} left it */
    static Optional<Embedding> ofBytes(byte[] bytes) {
        if (bytes.length % Float.BYTES != 0) {
            return Optional.empty();
        }
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] vector = new float[floats.remaining()];
        floats.get(vector);
        return Optional.of(new Embedding(vector));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Embedding that && Arrays.equals(direction, that.direction);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(direction);
    }

    /** The vector itself would tell what the text was about. */
    @Override
    public String toString() {
        return "Embedding[" + direction.length + " dimensions]";
    }
}
