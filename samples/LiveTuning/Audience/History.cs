using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveTuning.Audience;

/// <summary>What is kept of a visitor besides ratings and controls. Immutable.</summary>
/// <param name="Actions">The actions that can be undone, oldest first.</param>
/// <param name="Errors">The prediction minus the rating for each first rating of a film, in stars, oldest first.</param>
internal sealed record History(IReadOnlyList<VisitorAction> Actions, IReadOnlyList<float> Errors)
{
    private const int MostActions = 100;
    private const int MostErrors = 500;
    private const int MostBytes = 32 << 10;

    /// <summary>The history of a visitor without any action.</summary>
    public static History Empty { get; } = new([], []);

    /// <summary>Adds an action, and the error of a first rating.</summary>
    public History With(VisitorAction action, float? error = null) =>
        new([.. Actions, action], error is float value ? [.. Errors, value] : Errors);

    /// <summary>Removes the last action, and the error that it added.</summary>
    public History WithoutLast() =>
        new([.. Actions.SkipLast(1)], Actions[^1].HasError ? [.. Errors.SkipLast(1)] : Errors);

    /// <summary>Writes the history. If it is too long, the oldest actions are dropped: they can no longer be undone.</summary>
    /// <returns>The bytes, and the history that they contain.</returns>
    public (byte[] Bytes, History Kept) Write()
    {
        for (int actions = MostActions; ; actions /= 2)
        {
            History kept = new([.. Actions.TakeLast(actions)], [.. Errors.TakeLast(MostErrors)]);
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(kept, HistoryContext.Default.History);
            if (bytes.Length <= MostBytes || actions == 0)
            {
                return (bytes, kept);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <returns>The history; null if the bytes are none.</returns>
    public static History? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, HistoryContext.Default.History);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The JSON serializer, generated at compile time.</summary>
[JsonSerializable(typeof(History))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
internal sealed partial class HistoryContext : JsonSerializerContext;
