package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Catalog;
import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.Table;
import io.github.rethinkemitter.embedded.data.Users;
import io.github.rethinkemitter.embedded.wire.PasswordHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The system tables {@code users} and {@code permissions}. */
final class UserTables {
    private UserTables() {}

    static List<Obj> users(Users users) {
        List<Obj> rows = new ArrayList<>();
        for (String name : users.names()) {
            PasswordHash hash = users.passwordOf(name);
            rows.add(Obj.of("id", name, "password", hash != null && !hash.empty()));
        }
        return rows;
    }

    static List<Obj> permissions(Catalog catalog) {
        List<Obj> rows = new ArrayList<>();
        Obj all = Obj.of("config", true, "read", true, "write", true);
        Datum admin = Datum.of(Users.ADMIN);
        rows.add(Obj.of("id", Arr.of(admin), "user", admin, "permissions", all.with("connect", Datum.TRUE)));
        rows.add(Obj.of(
                "id",
                Arr.of(admin, Datum.of(Catalog.SYSTEM_ID)),
                "user",
                admin,
                "database",
                Catalog.SYSTEM,
                "permissions",
                all));
        for (String name : catalog.users().names()) {
            for (List<String> place : catalog.users().places(name)) {
                rows.add(permission(catalog, name, place));
            }
        }
        return rows;
    }

    private static Obj permission(Catalog catalog, String user, List<String> place) {
        List<Datum> id = new ArrayList<>();
        id.add(Datum.of(user));
        place.forEach(part -> id.add(Datum.of(part)));
        Obj row = Obj.of(
                "id",
                new Arr(id),
                "user",
                user,
                "permissions",
                AdminTerms.granted(catalog.users().granted(user, place)));
        for (Database database : catalog.databases()) {
            if (!place.isEmpty() && database.id().equals(place.get(0))) {
                row = row.with("database", Datum.of(database.name()));
            }
            for (Table table : database.tables()) {
                if (place.size() == 2 && table.id().id().equals(place.get(1))) {
                    row = row.with("table", Datum.of(table.id().name()));
                }
            }
        }
        return row;
    }

    static void writePermission(Users users, Change change) {
        Obj before = change.before();
        Obj after = change.after();
        List<Datum> id = Values.array(Fields.get(before == null ? Objects.requireNonNull(after) : before, "id"))
                .items();
        String user = id.isEmpty() ? "" : Values.string(id.get(0));
        List<String> place = id.stream().skip(1).map(Values::string).toList();
        if (user.equals(Users.ADMIN)) {
            throw ReqlException.failed("The permissions of the user `admin` can't be modified.");
        }
        if (users.passwordOf(user) == null) {
            throw ReqlException.failed("No user named `" + user + "`.");
        }
        Obj permissions = after == null ? Obj.EMPTY : Values.object(Fields.get(after, "permissions"));
        AdminTerms.check(permissions, place);
        users.revoke(user, place);
        permissions.fields().forEach((name, allowed) -> AdminTerms.grant(users, user, place, name, allowed));
    }

    static void writeUser(Users users, Change change) {
        Obj before = change.before();
        Obj after = change.after();
        String name = Values.string(Fields.get(before == null ? Objects.requireNonNull(after) : before, "id"));
        if (after == null) {
            if (name.equals(Users.ADMIN)) {
                throw ReqlException.failed("The user `admin` can't be deleted.");
            }
            users.remove(name);
            return;
        }
        for (String field : after.fields().keySet()) {
            if (!field.equals("id") && !field.equals("password")) {
                throw ReqlException.failed("Unexpected key(s) `" + field + "`.");
            }
        }
        Datum password = after.get("password");
        if (password instanceof Datum.Str text) {
            users.password(name, text.value());
        } else if (password instanceof Obj hashed) {
            int iterations = (int) Values.number(Fields.get(hashed, "iterations"));
            users.password(name, PasswordHash.of(Values.string(Fields.get(hashed, "password")), iterations));
        } else if (password instanceof Datum.Bool flag && !flag.value()) {
            users.password(name, "");
        } else if (password == null) {
            throw ReqlException.failed("Expected a field named `password`.");
        } else if (Datum.TRUE.equals(password)) {
            // The table shows `true` for a user with a password. A client may write that back, and it changes nothing.
            checkUnchanged(before, password);
        } else {
            throw ReqlException.failed(
                    "Expected an object, string or boolean for `password`, got " + Printer.truncated(password) + ".");
        }
    }

    private static void checkUnchanged(@Nullable Obj before, Datum password) {
        if (before == null || !password.equals(before.get("password"))) {
            throw ReqlException.failed(
                    "Expected an object or string to set the password, or `false` to keep it unset, got true.");
        }
    }
}
