package io.tollgate.local.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Where the servers' executables are unpacked, each once; a directory that exists under its name is complete. */
public final class Binaries {
    private final Path directory;

    public Binaries(Path directory) {
        this.directory = directory;
    }

    /** What puts the files of one server into an empty directory. */
    @FunctionalInterface
    interface Unpacking {
        void into(Path directory) throws IOException;
    }

    /** The directory of this name, unpacked first if it is not there. Safe against others doing the same at the same time. */
    Path unpackOnce(String name, Unpacking unpacking) throws IOException {
        Path complete = directory.resolve(name);
        if (Files.isDirectory(complete)) {
            return complete;
        }
        Files.createDirectories(directory);
        Path partial = Files.createTempDirectory(directory, name + ".partial");
        unpacking.into(partial);
        try {
            Files.move(partial, complete);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException otherWasFaster) {
            deleteTree(partial);
        }
        return complete;
    }

    static void unpackTarXz(InputStream archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("archive entry outside its directory: " + entry.getName());
                }
                unpack(tar, entry, file);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Deletes a directory and everything in it; nothing if it does not exist. */
    public static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder()).forEach(Binaries::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
