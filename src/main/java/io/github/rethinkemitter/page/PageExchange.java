package io.github.rethinkemitter.page;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** One request for the page, and its answer, by whichever way it came. Used by one thread. */
interface PageExchange {

    String method();

    /** What follows the page's own address: "" or "page.js" or "api/status". */
    String path();

    Optional<String> parameter(String name);

    Optional<String> header(String name);

    /** {@code scheme://host[:port]} under which the browser sees this server. */
    String origin();

    /** The body, as long as it is not longer than this many bytes. */
    byte[] body(int longest) throws IOException;

    /** Sets a header of the answer. */
    void setHeader(String name, String value);

    /** Begins the answer. */
    OutputStream answer(int status) throws IOException;
}
