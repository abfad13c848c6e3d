package io.tollgate.billing.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        // granted, the user's role, its role in the project, what is left
        "OWNER,         owner,  ,       OWNER",
        "OWNER,         reader, ,       READER",
        "OWNER,         member, ,       ",
        "READER,        owner,  ,       READER",
        "READER,        reader, ,       READER",
        "READER,        member, owner,  ",
        "PROJECT_ADMIN, owner,  ,       PROJECT_ADMIN",
        "PROJECT_ADMIN, member, owner,  PROJECT_ADMIN",
        "PROJECT_ADMIN, reader, member, MEMBER",
        "PROJECT_ADMIN, reader, ,       ",
        "MEMBER,        owner,  ,       MEMBER",
        "MEMBER,        member, member, MEMBER",
        "MEMBER,        member, ,       ",
    })
    void shouldNeverBeMoreThanTheUserHas(
            Role granted, String userRole, @Nullable String projectRole, @Nullable Role left) {
        Authority authority = new Authority(granted, granted.isOfOneProject() ? "proj_1" : null);

        Optional<Authority> bounded = Authority.bounded(authority, userRole, projectRole);

        assertThat(bounded.map(Authority::role)).isEqualTo(Optional.ofNullable(left));
    }

    @Test
    void shouldOpenNothingThatNobodyThoughtAboutToTheRolesOfAProject() {
        // Given
        Authority admin = new Authority(Role.PROJECT_ADMIN, "proj_1");

        // When
        boolean permitted = admin.permits(false, Authority.Operation.ORDINARY, null);

        // Then
        assertThat(permitted).isFalse();
    }

    @Test
    void shouldRefuseARoleOfAProjectWithoutOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Authority(Role.MEMBER, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Authority(Role.OWNER, "proj_1"));
    }
}
