import type { SnippetValues } from './snippet.ts'

const STANDARD = `        String id = headers.getFirst("webhook-id"), timestamp = headers.getFirst("webhook-timestamp");
        String signatures = headers.getFirst("webhook-signature");
        if (id == null || timestamp == null || signatures == null) return false;
        if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > 300) return false;
        byte[] key = Base64.getDecoder().decode(System.getenv("WEBHOOK_SECRET").replaceFirst("^whsec_", ""));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        return Arrays.stream(signatures.split(" ")).anyMatch(given -> isEqual(given, expected));`

const SHA256 = `        byte[] key = System.getenv("WEBHOOK_SECRET").getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        // The second one is there while the secret is being rotated.
        return isEqual(headers.getFirst("x-webhook-signature"), expected)
            || isEqual(headers.getFirst("x-webhook-signature-next"), expected);`

/** Java 17 or newer, without any library. */
export const java = ({ scheme }: SnippetValues) =>
  scheme === 'ed25519'
    ? undefined
    : {
        language: 'Java',
        file: 'Receiver.java',
        run: 'WEBHOOK_SECRET=whsec_… java Receiver.java',
        text: `import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.*;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Receiver {
    static boolean isGenuine(Headers headers, byte[] body) throws Exception {
${scheme === 'standard' ? STANDARD : SHA256}
    }

    static boolean isEqual(String given, String expected) {
        return given != null && MessageDigest.isEqual(given.getBytes(), expected.getBytes());
    }

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 3000), 0);
        server.createContext("/", exchange -> {
            // The bytes as they came: a parser would change them.
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = 401;
            try {
                if (isGenuine(exchange.getRequestHeaders(), body)) status = 204;
            } catch (Exception unreadable) {
                // Not from Posthorn.
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }
}
`,
      }
