package io.github.rethinkemitter.embedded.wire;

/**
 * A message in either direction.
 *
 * <pre>
 * frame = token: 8 bytes, length: 4 bytes little endian, body: JSON text of that length
 * </pre>
 *
 * @param token the client's number of the query, which the replies repeat
 * @param body the JSON text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only carried
public record QueryFrame(long token, byte[] body) {}
