using System.Text.Json;
using System.Text.Json.Serialization;

namespace MovieLensSample;

/// <summary>Writes values of a type as text; it cannot read them.</summary>
internal sealed class TextConverter<T> : JsonConverter<T>
{
    private readonly Func<T, string> _text;

    public TextConverter(Func<T, string> text) => _text = text;

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Reports are not read.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_text(value));
}
