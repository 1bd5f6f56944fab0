using System.Text.Json;
using System.Text.Json.Serialization;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>The settings of a visitor in the journal. Immutable.</summary>
/// <param name="Key">The visitor's key.</param>
/// <param name="Controls">The controls in force, in their order.</param>
/// <param name="Actions">The actions that can be undone, oldest first.</param>
/// <param name="Errors">The prediction minus the rating for each first rating of a film, in stars, oldest first.</param>
/// <param name="Next">
/// The change of a rating that follows in the journal. If the process ended in between, the change is made when the journal is opened.
/// </param>
internal sealed record VisitorRecord(
    Guid Key,
    IReadOnlyList<TuningControl> Controls,
    IReadOnlyList<VisitorAction> Actions,
    IReadOnlyList<float> Errors,
    RatingChange? Next)
{
    private const int MostActions = 100;
    private const int MostErrors = 500;

    /// <summary>Writes the settings. If they are too long, the oldest actions are dropped: they can no longer be undone.</summary>
    /// <returns>The bytes, and the settings that they contain.</returns>
    /// <exception cref="VisitorLimitException">There is no room even without actions.</exception>
    public (byte[] Bytes, VisitorRecord Kept) Write()
    {
        for (int actions = MostActions; ; actions /= 2)
        {
            VisitorRecord kept = this with { Actions = [.. Actions.TakeLast(actions)], Errors = [.. Errors.TakeLast(MostErrors)] };
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(kept, VisitorRecordContext.Default.VisitorRecord);
            if (bytes.Length <= RatingJournal.MaximumSettings)
            {
                return (bytes, kept);
            }

            if (actions == 0)
            {
                throw new VisitorLimitException("There is no room for more controls. Take some back first.");
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a visitor.</exception>
    public static VisitorRecord Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, VisitorRecordContext.Default.VisitorRecord)
                ?? throw new InvalidDataException("The journal holds an empty visitor.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The journal holds a visitor that cannot be read: {exception.Message}", exception);
        }
    }
}

/// <summary>The JSON serializer, generated at compile time.</summary>
[JsonSerializable(typeof(VisitorRecord))]
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
internal sealed partial class VisitorRecordContext : JsonSerializerContext;
