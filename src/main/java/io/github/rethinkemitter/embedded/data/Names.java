package io.github.rethinkemitter.embedded.data;

import java.util.regex.Pattern;

/** The rule for the names of databases and tables. */
public final class Names {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,127}");

    private Names() {}

    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** Returns the name, or refuses it. The error text begins with the kind, such as {@code Table}. */
    public static String check(String kind, String name) {
        if (!isValid(name)) {
            String why =
                    name.length() > 127 ? "too long: the maximum is 127 characters" : "Use A-Z, a-z, 0-9, _ and - only";
            throw ReqlException.logic(kind + " name `" + name + "` invalid (" + why + ").");
        }
        return name;
    }
}
