using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

public sealed partial class ItemCatalog : ISnapshot<ItemCatalog>
{
    static SnapshotKind ISnapshot<ItemCatalog>.Kind => SnapshotKind.ItemCatalog;

    // Shape: items, bits per item, fields. Content: per field: name, text; number of bits, compact; 1 if ordered, else 0, u8. Per bit: its
    // description, text. Then the patterns of item 0, item 1 ..., u64 per word.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ItemCatalog, Count, BitCount, Fields.Count);
        foreach (FeatureField field in Fields)
        {
            writer.Write(field.Name);
            writer.WriteCompact((ulong)field.BitCount);
            writer.Write(field.IsOrdered ? (byte)1 : (byte)0);
        }

        for (int bit = 0; bit < BitCount; bit++)
        {
            writer.Write(Describe(bit));
        }

        writer.Write<ulong>(Patterns);
    }

    /// <summary>Reads the catalog of a recommender with a known number of items.</summary>
    internal static ItemCatalog ReadOf(SnapshotReader reader, int itemCount)
    {
        ItemCatalog catalog = reader.ReadObject<ItemCatalog>();
        return catalog.Count == itemCount
            ? catalog
            : throw reader.Invalid($"the catalog has {catalog.Count} items, but the recommender has {itemCount}");
    }

    static ItemCatalog ISnapshot<ItemCatalog>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(3);
        (int count, int bitCount) = (shape[0], shape[1]);
        int offset = 0;
        FeatureField[] fields = reader.ReadArray(shape[2], reader =>
        {
            FeatureField field = new(reader.ReadText(), offset, reader.ReadCompact(bitCount - offset))
            {
                IsOrdered = reader.ReadBoolean(),
            };
            offset += field.BitCount;
            return field.Name.Length > 0 ? field : throw reader.Invalid("a field has no name");
        });
        if (offset != bitCount || fields.Select(field => field.Name).Distinct().Count() < fields.Length)
        {
            throw reader.Invalid($"the fields have {offset} bits in total, not {bitCount}, or a field name occurs twice");
        }

        string[] descriptions = reader.ReadArray(bitCount, static reader => reader.ReadText());
        int words = BitSlice.WordCount(bitCount);
        ulong[] patterns = reader.ReadArray<ulong>((long)count * words);
        for (int last = words - 1; last >= 0 && last < patterns.Length && (bitCount & 63) != 0; last += words)
        {
            if (patterns[last] >> (bitCount & 63) != 0)
            {
                throw reader.Invalid($"item {last / words} has bits beyond its {bitCount}");
            }
        }

        return new ItemCatalog(count, bitCount, patterns, fields, DescribedBy(descriptions));
    }
}
