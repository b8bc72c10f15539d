import type { SnippetValues } from './snippet.ts'

const STANDARD = `    string id = headers["webhook-id"].ToString(), timestamp = headers["webhook-timestamp"].ToString();
    if (!long.TryParse(timestamp, out var sent)) return false;
    if (Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - sent) > 300) return false;
    var key = Convert.FromBase64String(secret["whsec_".Length..]);
    byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
    var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    return headers["webhook-signature"].ToString().Split(' ').Any(given => IsEqual(given, expected));`

const SHA256 = `    var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body);
    var expected = "sha256=" + Convert.ToHexString(hash).ToLowerInvariant();
    // The second one is there while the secret is being rotated.
    return IsEqual(headers["x-webhook-signature"].ToString(), expected)
        || IsEqual(headers["x-webhook-signature-next"].ToString(), expected);`

/** C#, as a minimal ASP.NET Core application on .NET 8 or newer. */
export const csharp = ({ scheme }: SnippetValues) =>
  scheme === 'ed25519'
    ? undefined
    : {
        language: 'C#',
        file: 'Program.cs',
        run: 'WEBHOOK_SECRET=whsec_… dotnet run --urls http://127.0.0.1:3000',
        text: `using System.Security.Cryptography;
using System.Text;

var secret = Environment.GetEnvironmentVariable("WEBHOOK_SECRET")!;
var app = WebApplication.CreateBuilder(args).Build();

bool IsEqual(string given, string expected) =>
    CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

bool IsGenuine(IHeaderDictionary headers, byte[] body)
{
${scheme === 'standard' ? STANDARD : SHA256}
}

app.MapPost("/{**path}", async (HttpRequest request) =>
{
    // The bytes as they came: a parser would change them.
    using var buffer = new MemoryStream();
    await request.Body.CopyToAsync(buffer);
    if (!IsGenuine(request.Headers, buffer.ToArray())) return Results.Unauthorized();
    Console.WriteLine(request.Headers["x-webhook-event"]);
    return Results.NoContent();
});

app.Run();
`,
      }
