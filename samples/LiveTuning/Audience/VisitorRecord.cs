using System.Text.Json;
using System.Text.Json.Serialization;
using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>What the journal keeps of a visitor as settings.</summary>
internal sealed record VisitorRecord(
    Guid Key, IReadOnlyList<TuningControl> Controls, IReadOnlyList<VisitorAction> Actions, IReadOnlyList<float> Errors)
{
    private const int MostActions = 50;
    private const int MostErrors = 1000;

    /// <summary>Writes a visitor down. The oldest actions are left out where there is no room: they can no longer be undone.</summary>
    public static byte[] Write(Visitor visitor, IReadOnlyList<TuningControl> controls)
    {
        Trim(visitor.Actions, MostActions);
        Trim(visitor.Errors, MostErrors);
        while (true)
        {
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(
                new VisitorRecord(visitor.Key, controls, visitor.Actions, visitor.Errors), VisitorRecordContext.Default.VisitorRecord);
            if (bytes.Length <= RatingJournal.MaximumSettings)
            {
                return bytes;
            }

            if (visitor.Actions.Count == 0)
            {
                throw new InvalidOperationException("There is no room for more controls.");
            }

            visitor.Actions.RemoveAt(0);
        }
    }

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

    private static void Trim<T>(List<T> list, int most)
    {
        if (list.Count > most)
        {
            list.RemoveRange(0, list.Count - most);
        }
    }
}

/// <summary>How visitors become JSON, generated when the program is built.</summary>
[JsonSerializable(typeof(VisitorRecord))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class VisitorRecordContext : JsonSerializerContext;
