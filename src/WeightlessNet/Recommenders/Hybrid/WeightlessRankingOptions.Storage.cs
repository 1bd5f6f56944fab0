using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

public sealed partial record WeightlessRankingOptions
{
    private const byte HasGain = 1;
    private const byte HasAudience = 2;
    private const byte Layout2 = 4;
    private const byte Layout3 = 8;

    // Layout: nodes, tuple size, compact each; CellShrinkage, f64; 8, u8, the flag of this layout; LikedFrom, optional f32;
    // MaximumHotUsers, compact. The seed is in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Nodes);
        writer.WriteCompact((ulong)TupleSize);
        writer.Write(CellShrinkage);
        writer.Write(Layout3);
        writer.WriteOptional(LikedFrom);
        writer.WriteCompact((ulong)MaximumHotUsers);
    }

    /// <summary>Reads the options. The layout of version 0.1 has a gain, if one was set, and a number of audience factors.</summary>
    /// <param name="reader">The source.</param>
    /// <param name="seed">The seed, from the head of the recommender.</param>
    /// <param name="hasRemoved">Whether the layout has removed items.</param>
    /// <param name="old">What only the layout of version 0.1 has; null for a later one.</param>
    internal static WeightlessRankingOptions Read(
        SnapshotReader reader, ulong seed, out bool hasRemoved, out (double? Gain, bool HasAudience)? old)
    {
        (int nodes, int inputs) = (reader.ReadCompact(int.MaxValue), reader.ReadCompact(int.MaxValue));
        double shrinkage = reader.ReadDouble();
        byte flags = reader.ReadFlags(HasGain | HasAudience | Layout2 | Layout3);
        old = null;
        hasRemoved = flags == Layout3;
        if ((flags & (Layout2 | Layout3)) == 0)
        {
            double? gain = (flags & HasGain) == 0 ? null : reader.ReadDouble();
            old = gain is null or (>= 0 and <= 16)
                ? (gain, (flags & HasAudience) != 0)
                : throw reader.Invalid(FormattableString.Invariant($"the gain must be 0 to 16, not {gain}"));
            if (old.Value.HasAudience)
            {
                // The number of factors, which is now fixed.
                reader.ReadCompact(512);
            }
        }
        else if (flags is not (Layout2 or Layout3))
        {
            throw reader.Invalid($"the flags 0x{flags:X2} are of several layouts");
        }

        return new WeightlessRankingOptions
        {
            Nodes = nodes,
            TupleSize = inputs,
            CellShrinkage = shrinkage,
            LikedFrom = reader.ReadOptionalSingle(),
            MaximumHotUsers = reader.ReadCompact(int.MaxValue),
            Seed = seed,
        };
    }
}
