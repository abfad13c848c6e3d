package io.tollgate.chat.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * A question whose answer is in the cache.
 *
 * @param fingerprint what the answer is found by
 */
record AnsweredQuestion(String fingerprint, Embedding embedding) {

    /** Of a SHA-256 in Base64. */
    private static final int FINGERPRINT_LENGTH = 43;

    AnsweredQuestion {
        if (fingerprint.length() != FINGERPRINT_LENGTH) {
            throw new IllegalArgumentException("a fingerprint has " + FINGERPRINT_LENGTH + " characters");
        }
    }

    /** The fingerprint, and four bytes for each dimension of the vector. */
    byte[] toBytes() {
        byte[] vector = embedding.toBytes();
        byte[] bytes =
                Arrays.copyOf(fingerprint.getBytes(StandardCharsets.US_ASCII), FINGERPRINT_LENGTH + vector.length);
        System.arraycopy(vector, 0, bytes, FINGERPRINT_LENGTH, vector.length);
        return bytes;
    }

    /** @return empty if it is no such question, as where it was written by something else */
    static Optional<AnsweredQuestion> ofBytes(byte[] bytes) {
        if (bytes.length <= FINGERPRINT_LENGTH) {
            return Optional.empty();
        }
        String fingerprint = new String(bytes, 0, FINGERPRINT_LENGTH, StandardCharsets.US_ASCII);
        return Embedding.ofBytes(Arrays.copyOfRange(bytes, FINGERPRINT_LENGTH, bytes.length))
                .map(embedding -> new AnsweredQuestion(fingerprint, embedding));
    }

    /**
     * Of questions as they are kept the one that is most similar.
     *
     * @param threshold the least similarity that counts
     */
    static Optional<AnsweredQuestion> nearest(Collection<byte[]> kept, Embedding asked, double threshold) {
        Optional<AnsweredQuestion> nearest = Optional.empty();
        double most = threshold;
        for (byte[] bytes : kept) {
            Optional<AnsweredQuestion> question = ofBytes(bytes);
            double similarity =
                    question.map(known -> known.embedding().similarity(asked)).orElse(-1.0);
            if (similarity >= most) {
                most = similarity;
                nearest = question;
            }
        }
        return nearest;
    }
}
