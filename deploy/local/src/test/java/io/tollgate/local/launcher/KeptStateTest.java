package io.tollgate.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.local.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStateTest {
    @TempDir
    Path home;

    @Test
    void shouldKeepKeysAndPortsOverRestarts() throws IOException {
        // Given
        KeptState first = KeptState.open(home, new Ports());
        String key = first.secret("key.admin", "sk-admin-");
        int port = first.port("redis");

        // When
        KeptState second = KeptState.open(home, new Ports());

        // Then
        assertThat(second.secret("key.admin", "sk-admin-")).isEqualTo(key).matches("sk-admin-[A-Za-z0-9]{40}");
        assertThat(second.port("redis")).isEqualTo(port);
    }

    @Test
    void shouldBeReadableByItsOwnerAlone() throws IOException {
        // When
        KeptState.open(home, new Ports()).secret("key.demo", "sk-tg-");

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("state.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldPickAnotherPortWhenAStrangerHasTakenIt() throws IOException {
        // Given
        KeptState state = KeptState.open(home, new Ports());
        int kept = state.port("kafka");
        int taken = state.port("redis");
        try (ServerSocket stranger = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
            // When
            state.releaseTakenPorts();

            // Then
            assertThat(state.port("redis")).isNotEqualTo(stranger.getLocalPort());
            assertThat(state.port("kafka")).isEqualTo(kept);
        }
    }

    @Test
    void shouldPickPortsThatOutgoingConnectionsAreNotGiven() throws IOException {
        // When
        int port = new Ports().pick();

        // Then
        assertThat(port).isBetween(16_000, 31_999);
    }

    @Test
    void shouldRefuseAPortThatIsNone() throws IOException {
        // Given
        Files.writeString(home.resolve("state.properties"), "port.redis=x\n");

        // When / Then
        assertThatThrownBy(() -> KeptState.open(home, new Ports()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("port.redis");
    }
}
