using System.Text.Json;
using System.Text.Json.Serialization;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving;

namespace LiveTuning.Audience;

/// <summary>What the journal keeps of a visitor as settings. Immutable.</summary>
/// <param name="Key">The visitor's key.</param>
/// <param name="Controls">The controls in force, in their order.</param>
/// <param name="Actions">What was done, oldest first: what can be undone.</param>
/// <param name="Errors">Each first rating of a film against its prediction, in stars, oldest first.</param>
/// <param name="Next">
/// The change of a rating that comes next in the journal: where the process ended in between, it is made when the journal is next opened.
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

    /// <summary>Writes a visitor down. The oldest actions are left out where there is no room: they can no longer be undone.</summary>
    /// <returns>The bytes, and the visitor as the bytes have it.</returns>
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

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
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

/// <summary>How visitors become JSON, generated when the program is built.</summary>
[JsonSerializable(typeof(VisitorRecord))]
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
internal sealed partial class VisitorRecordContext : JsonSerializerContext;
