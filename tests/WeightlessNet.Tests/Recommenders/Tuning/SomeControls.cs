using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Tests.Recommenders.Tuning;

/// <summary>Random controls over the fields "genre" and "year" of a world, and the effect of each, derived from the items' bits.</summary>
internal static class SomeControls
{
    public static TuningControl Random(ItemCatalog catalog, RatingScale scale, ref SplitMix64 random)
    {
        double range = (double)scale.Maximum - scale.Minimum;
        double amount = ((random.NextDouble() * 2) - 1) * range;
        int item = random.Next(catalog.Count);
        return random.Next(7) switch
        {
            0 => TuningControl.Pin(item),
            1 => TuningControl.Ban(item),
            2 => TuningControl.BoostByLevel("year", amount / 4),
            3 => TuningControl.Mute(Conditions(catalog, 1 + random.Next(3), ref random)),
            _ => TuningControl.Boost(amount, Conditions(catalog, 1 + random.Next(3), ref random)),
        };
    }

    public static TuningCondition[] Conditions(ItemCatalog catalog, int count, ref SplitMix64 random)
    {
        TuningCondition[] conditions = new TuningCondition[count];
        foreach (ref TuningCondition condition in conditions.AsSpan())
        {
            int bit = random.Next(catalog.BitCount);
            string field = catalog.Fields.Last(field => field.Offset <= bit && field.BitCount > 0).Name;
            condition = new TuningCondition(field, catalog.Describe(bit), random.Next(2) == 0);
        }

        return conditions;
    }

    public static bool Hides(this TuningControl control, ItemCatalog catalog, int item) => control.Kind switch
    {
        TuningKind.Mute => control.Conditions.All(condition => condition.IsMetBy(catalog, item)),
        TuningKind.Ban => control.Item == item,
        _ => false,
    };

    /// <summary>The amount that a control adds, in 2^-20 of the scale's range.</summary>
    public static long UnitsFor(this TuningControl control, ItemCatalog catalog, RatingScale scale, int item)
    {
        double range = (double)scale.Maximum - scale.Minimum;
        long units = (long)Math.Round(control.Amount / range * (1 << 20), MidpointRounding.AwayFromZero);
        return control.Kind switch
        {
            TuningKind.Boost when control.Conditions.All(condition => condition.IsMetBy(catalog, item)) => units,
            TuningKind.BoostByLevel => units * BitsOf(catalog, control.Field!)
                .Count(bit => HasBit(catalog, item, bit) && catalog.Describe(bit) != "known"),
            _ => 0,
        };
    }

    private static bool IsMetBy(this TuningCondition condition, ItemCatalog catalog, int item)
    {
        int bit = BitsOf(catalog, condition.Field).First(bit => catalog.Describe(bit) == condition.Value);
        return HasBit(catalog, item, bit) != condition.IsNegated;
    }

    private static IEnumerable<int> BitsOf(ItemCatalog catalog, string name)
    {
        FeatureField field = catalog.Fields.Single(field => field.Name == name);
        return Enumerable.Range(field.Offset, field.BitCount);
    }

    private static bool HasBit(ItemCatalog catalog, int item, int bit) => ((catalog.PatternOf(item)[bit / 64] >> (bit % 64)) & 1) == 1;
}
