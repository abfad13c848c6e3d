package io.tollgate.moderation.engine.classify;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Weights of a text's features for up to seven heads, a signed byte each. The eighth byte of a bucket is what its feature adds to
 * the square of the text's length, by which the sums are divided. All eight lie in one long, so that a feature costs one load and
 * a few additions, whatever the number of heads.
 */
public final class LinearModel {

    /** No model has more heads. */
    public static final int MAX_HEADS = 7;

    private static final int MAGIC = 0x5447_4C4D;
    private static final int FORMAT = 1;
    private static final int LANES = 8;
    private static final int LENGTH_LANE = 7;
    private static final int ZERO_WEIGHT = 128;
    private static final int BUCKETS = 1 << Features.BITS;
    private static final long EVEN_LANES = 0x00FF_00FF_00FF_00FFL;
    /** As many bytes as 16 bits can sum up. */
    private static final int BLOCK = 256;

    private final String language;
    private final List<Head> heads;
    private final float lengthScale;
    private final long[] table;

    private LinearModel(String language, List<Head> heads, float lengthScale, long[] table) {
        if (heads.isEmpty() || heads.size() > MAX_HEADS) {
            throw new IllegalArgumentException("a model has 1 to " + MAX_HEADS + " heads, got " + heads.size());
        }
        this.language = language;
        this.heads = List.copyOf(heads);
        this.lengthScale = lengthScale;
        this.table = table;
    }

    /**
     * @param lengthScale what one step of a squared length is worth
     * @param weights of each head one per bucket
     * @param squaredLengths one per bucket, 0 to 255; a bucket that has 0 was never seen in training
     */
    public static LinearModel of(
            String language, List<Head> heads, float lengthScale, List<byte[]> weights, int[] squaredLengths) {
        long[] table = new long[BUCKETS];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long entry = (long) squaredLengths[bucket] << (Byte.SIZE * LENGTH_LANE);
            for (int head = 0; head < LENGTH_LANE; head++) {
                int weight = head < weights.size() ? weights.get(head)[bucket] : 0;
                entry |= (long) (weight + ZERO_WEIGHT) << (Byte.SIZE * head);
            }
            table[bucket] = entry;
        }
        return new LinearModel(language, heads, lengthScale, table);
    }

    /** The language whose texts it was trained on, e.g. {@code en}. */
    public String language() {
        return language;
    }

    /** A checksum of the weights and thresholds: the same version tells the same. */
    public String version() {
        CRC32C checksum = new CRC32C();
        ByteBuffer entry = ByteBuffer.allocate(Long.BYTES);
        for (long bucket : table) {
            checksum.update(entry.clear().putLong(bucket).flip());
        }
        checksum.update(heads.toString().getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }

    public List<Head> heads() {
        return heads;
    }

    /** The same weights with other heads: as many, of the same scales. */
    public LinearModel withHeads(List<Head> others) {
        return new LinearModel(language, others, lengthScale, table);
    }

    /**
     * Writes the margin of each head to {@code margins}.
     *
     * @return whether any of the features was seen in training; if not, the margins mean nothing
     */
    public boolean margins(Features features, double[] margins, int[] sums) {
        sum(features, sums);
        int squaredLength = sums[LENGTH_LANE];
        if (squaredLength == 0) {
            return false;
        }
        double length = Math.sqrt(squaredLength * (double) lengthScale);
        for (int i = 0; i < heads.size(); i++) {
            Head head = heads.get(i);
            margins[i] = (sums[i] - ZERO_WEIGHT * features.count()) * (double) head.scale() / length + head.bias();
        }
        return true;
    }

    private void sum(Features features, int[] sums) {
        Arrays.fill(sums, 0);
        int count = features.count();
        for (int start = 0; start < count; start += BLOCK) {
            long even = 0;
            long odd = 0;
            int end = Math.min(start + BLOCK, count);
            for (int i = start; i < end; i++) {
                long entry = table[features.bucket(i)];
                even += entry & EVEN_LANES;
                odd += (entry >>> Byte.SIZE) & EVEN_LANES;
            }
            for (int lane = 0; lane < LANES; lane += 2) {
                sums[lane] += (int) (even >>> (Byte.SIZE * lane)) & 0xFFFF;
                sums[lane + 1] += (int) (odd >>> (Byte.SIZE * lane)) & 0xFFFF;
            }
        }
    }

    /** @throws IOException if it is no model of this format, or incomplete */
    static LinearModel read(DataInputStream input) throws IOException {
        if (input.readInt() != MAGIC || input.readInt() != FORMAT || input.readInt() != Features.BITS) {
            throw new IOException(
                    "not a model of format " + FORMAT + " with 2^" + Features.BITS + " buckets; train it anew");
        }
        String language = input.readUTF();
        float lengthScale = input.readFloat();
        int count = input.readInt();
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            heads.add(readHead(input));
        }
        List<byte[]> weights = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            weights.add(input.readNBytes(BUCKETS));
        }
        byte[] lengths = input.readNBytes(BUCKETS);
        if (lengths.length != BUCKETS || input.read() >= 0) {
            throw new IOException("the model of " + language + " is cut off or has something behind its end");
        }
        int[] squaredLengths = new int[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            squaredLengths[i] = Byte.toUnsignedInt(lengths[i]);
        }
        return of(language, heads, lengthScale, weights, squaredLengths);
    }

    private static Head readHead(DataInputStream input) throws IOException {
        String name = input.readUTF();
        float scale = input.readFloat();
        float bias = input.readFloat();
        float slope = input.readFloat();
        float offset = input.readFloat();
        float flag = input.readFloat();
        float block = input.readFloat();
        return new Head(name, scale, bias, slope, offset, flag, Float.isNaN(block) ? null : block);
    }

    /** Writes the model as it is read again: the same model as the same bytes. */
    public void write(DataOutputStream output) throws IOException {
        output.writeInt(MAGIC);
        output.writeInt(FORMAT);
        output.writeInt(Features.BITS);
        output.writeUTF(language);
        output.writeFloat(lengthScale);
        output.writeInt(heads.size());
        for (Head head : heads) {
            @Nullable Float block = head.block();
            output.writeUTF(head.name());
            output.writeFloat(head.scale());
            output.writeFloat(head.bias());
            output.writeFloat(head.slope());
            output.writeFloat(head.offset());
            output.writeFloat(head.flag());
            output.writeFloat(block == null ? Float.NaN : block);
        }
        for (int head = 0; head < heads.size(); head++) {
            output.write(lane(head, ZERO_WEIGHT));
        }
        output.write(lane(LENGTH_LANE, 0));
    }

    private byte[] lane(int lane, int zero) {
        byte[] bytes = new byte[BUCKETS];
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            bytes[bucket] = (byte) ((int) (table[bucket] >>> (Byte.SIZE * lane) & 0xFF) - zero);
        }
        return bytes;
    }
}
