package io.github.rethinkemitter.embedded.data;

import io.github.rethinkemitter.embedded.wire.Credentials;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import io.github.rethinkemitter.embedded.wire.PasswordHash;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The users with their passwords and permissions. A grant on a table decides; if there is none, a grant on the table's
 * database; if there is none, a global grant. Without any grant the permission is denied. The user "admin" may do
 * everything.
 */
public final class Users implements Credentials {
    public static final String ADMIN = "admin";

    private final ConcurrentMap<String, PasswordHash> passwords = new ConcurrentSkipListMap<>();
    private final Map<String, Map<List<String>, Map<Permission, Boolean>>> grants = new TreeMap<>();

    public Users() {
        password(ADMIN, "");
    }

    @Override
    public @Nullable PasswordHash passwordOf(String user) {
        return passwords.get(user);
    }

    public void password(String user, String password) {
        password(user, PasswordHash.of(password));
    }

    public void password(String user, PasswordHash password) {
        passwords.put(user, password);
    }

    public List<String> names() {
        return List.copyOf(passwords.keySet());
    }

    public synchronized void remove(String user) {
        passwords.remove(user);
        grants.remove(user);
    }

    /** The grants at a place. The place is empty for global grants; else it has the database's id, and then the table's. */
    public synchronized Map<Permission, Boolean> granted(String user, List<String> place) {
        Map<Permission, Boolean> at = grants.getOrDefault(user, Map.of()).getOrDefault(place, Map.of());
        return at.isEmpty() ? Map.of() : new EnumMap<>(at);
    }

    /** The places at which a user has grants. */
    public synchronized List<List<String>> places(String user) {
        return grants.getOrDefault(user, Map.of()).keySet().stream()
                .sorted((one, other) -> String.join("/", one).compareTo(String.join("/", other)))
                .toList();
    }

    /** Grants or denies a permission at a place; null takes back what was granted or denied. */
    public synchronized void grant(String user, List<String> place, Permission permission, @Nullable Boolean allowed) {
        Map<List<String>, Map<Permission, Boolean>> ofUser =
                grants.computeIfAbsent(user, name -> new LinkedHashMap<>());
        Map<Permission, Boolean> at = ofUser.computeIfAbsent(place, where -> new EnumMap<>(Permission.class));
        if (allowed == null) {
            at.remove(permission);
        } else {
            at.put(permission, allowed);
        }
        if (at.isEmpty()) {
            ofUser.remove(place);
        }
    }

    /** Takes back everything that was granted or denied at a place. */
    public synchronized void revoke(String user, List<String> place) {
        grants.getOrDefault(user, new LinkedHashMap<>()).remove(place);
    }

    public synchronized boolean may(
            String user, Permission permission, @Nullable String database, @Nullable String table) {
        if (user.equals(ADMIN)) {
            return true;
        }
        if (permission == Permission.WRITE && !may(user, Permission.READ, database, table)) {
            return false; // a user who may not read may not write either
        }
        Boolean decided = null;
        if (database != null && table != null) {
            decided = granted(user, List.of(database, table)).get(permission);
        }
        if (decided == null && database != null) {
            decided = granted(user, List.of(database)).get(permission);
        }
        // A global grant does not open the system tables.
        if (decided == null && !Catalog.SYSTEM_ID.equals(database)) {
            decided = granted(user, List.of()).get(permission);
        }
        return Boolean.TRUE.equals(decided);
    }

    /** Throws RethinkDB's permission error unless the user has the permission. */
    public void require(String user, Permission permission, @Nullable String database, @Nullable String table) {
        if (!may(user, permission, database, table)) {
            throw new ReqlException(
                    ErrorType.PERMISSION_ERROR,
                    "User `" + user + "` does not have the required `" + permission.text() + "` permission.");
        }
    }
}
