using System.Numerics;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <content>What became of records.</content>
public sealed partial class FeatureSchema<T>
{
    /// <summary>
    /// Tells what becomes of records: the kind and the bits of each field, the words with and without a bit, and how many records lack a
    /// value. Print it to see whether a schema fits its data: <c>Console.WriteLine(schema.Describe(films))</c>.
    /// </summary>
    /// <param name="records">The records, those to which the schema was fitted or others. Null ones are not counted.</param>
    /// <returns>The description, which prints as a table.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="records"/> is null.</exception>
    public SchemaDescription Describe(IEnumerable<T> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        T[] all = [.. records.Where(static record => record is not null)];
        return new SchemaDescription(all.Length, [.. _encoders.Select((encoder, field) => Describe(_fields[field], encoder, all))]);
    }

    private static FieldDescription Describe(FeatureField field, IFieldEncoder<T> encoder, T[] records)
    {
        int[] counts = new int[field.BitCount];
        ulong[] pattern = new ulong[BitSlice.WordCount(field.BitCount)];
        Dictionary<string, int> dropped = new(StringComparer.Ordinal);
        int missing = 0;
        foreach (T record in records)
        {
            missing += encoder.IsMissing(record) ? 1 : 0;
            BitSlice bits = new(pattern, 0, field.BitCount);
            encoder.Encode(record, bits);
            for (int word = 0; word < pattern.Length; word++)
            {
                for (ulong set = pattern[word]; set != 0; set &= set - 1)
                {
                    counts[(word * 64) + BitOperations.TrailingZeroCount(set)]++;
                }
            }

            foreach (string word in encoder.WordsWithoutBit(record).Distinct(StringComparer.Ordinal))
            {
                dropped[word] = dropped.GetValueOrDefault(word) + 1;
            }
        }

        return new FieldDescription(
            field.Name,
            encoder.Kind,
            field.IsOrdered,
            missing,
            [.. counts.Select((count, bit) => new ValueCount(encoder.Describe(bit), count))],
            [
                .. dropped.OrderByDescending(static pair => pair.Value)
                    .ThenBy(static pair => pair.Key, StringComparer.Ordinal)
                    .Select(static pair => new ValueCount(pair.Key, pair.Value)),
            ]);
    }
}
