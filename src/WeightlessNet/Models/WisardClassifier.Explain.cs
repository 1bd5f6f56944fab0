using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Models;

public sealed partial class WisardClassifier<TLabel>
{
    private const int ExplainedOrders = 32;
    private const int UnitsOfOrder = FieldEvidence.UnitsPerBit / ExplainedOrders;
    private const double MostBits = 64;
    private const double Log2OfE = 1.44269504088896340736;
    private const ulong OrderSeed = 0x0DDE5F1E1D5;

    /// <summary>Says which fields of a record speak for the class that it is given.</summary>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="schema">The schema of the layer.</param>
    /// <param name="record">The record.</param>
    /// <returns>
    /// The explanation of the class that <see cref="Classify(Discriminators.Sample)"/> answers, or else of the most probable one.
    /// </returns>
    /// <remarks><inheritdoc cref="Explain{T}(FeatureSchema{T}, T, TLabel)" path="/remarks"/></remarks>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> or <paramref name="record"/> is null.</exception>
    /// <exception cref="ArgumentException">The layer does not read patterns of the schema.</exception>
    /// <exception cref="InvalidOperationException">Nothing was learned.</exception>
    public ClassExplanation<TLabel> Explain<T>(FeatureSchema<T> schema, T record)
    {
        ulong[] pattern = PatternToExplain(schema, record);
        Classification<TLabel> answer = Classify(pattern);
        return Explain(schema, pattern, answer.IsKnown ? IndexOf(answer.Label) : MostProbable(pattern));
    }

    /// <summary>Says which fields of a record speak for a class, and which against it.</summary>
    /// <remarks>
    /// <para>
    /// Starts from other records, puts the record's fields in their place one after the other, and notes how the log-odds of the class
    /// change. A field's amount is the sum over 32 orders of the fields, each with another record to start from: a learned one that the
    /// calibration has kept, or an empty one if it has kept none. So the amounts sum exactly to the score, and a combination of
    /// fields counts for all of them. Takes as long as 32 classifications for each field. The same model gives the same amounts on every
    /// machine.
    /// </para>
    /// <para>
    /// Source: Štrumbelj and Kononenko, "Explaining prediction models and individual predictions with feature contributions" (2014),
    /// Algorithm 1.
    /// </para>
    /// </remarks>
    /// <typeparam name="T">The type of the records.</typeparam>
    /// <param name="schema">The schema of the layer.</param>
    /// <param name="record">The record.</param>
    /// <param name="label">A class that was learned.</param>
    /// <returns>What each field adds.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// The layer does not read patterns of the schema, or the label has no examples.
    /// </exception>
    /// <exception cref="InvalidOperationException">Nothing was learned.</exception>
    public ClassExplanation<TLabel> Explain<T>(FeatureSchema<T> schema, T record, TLabel label)
    {
        LabelSet<TLabel>.ThrowIfNull(label);
        ulong[] pattern = PatternToExplain(schema, record);
        return Explain(schema, pattern, IndexOf(label));
    }

    private ClassExplanation<TLabel> Explain<T>(FeatureSchema<T> schema, ulong[] pattern, int index)
    {
        double[] probabilities = new double[_bank.Count];
        long whole = LogOddsOf(pattern, index, probabilities);
        double probability = probabilities[index];
        long basis = 0;
        long[] amounts = new long[schema.Fields.Count];
        int[] order = [.. Enumerable.Range(0, amounts.Length)];
        SplitMix64 random = new(OrderSeed);
        foreach (ulong[] start in StartsOf(pattern.Length))
        {
            random.Shuffle<int>(order);
            long before = LogOddsOf(start, index, probabilities);
            basis += before;
            foreach (int field in order)
            {
                if (!PutInPlace(schema.Fields[field], pattern, start))
                {
                    continue;
                }

                long after = LogOddsOf(start, index, probabilities);
                amounts[field] += after - before;
                before = after;
            }
        }

        FieldEvidence[] fields =
        [
            .. amounts.Select((amount, field) => new FieldEvidence(schema.Fields[field].Name, ValuesOf(schema, field, pattern), amount))
                .OrderByDescending(static evidence => evidence.Amount),
        ];
        return new ClassExplanation<TLabel>(_labels[index], probability, whole * ExplainedOrders, basis, fields);
    }

    // The kept examples at equal distances of weight, so that each class has its share; empty records before a calibration.
    private IEnumerable<ulong[]> StartsOf(int words)
    {
        KeptExample[] kept = _learned is null || _kept is null ? [] : [.. _kept.Examples];
        double[] weights = kept.Length == 0
            ? []
            : CalibrationSample.WeightsOf(
                [.. kept.Select(static example => example.Class)],
                [.. kept.Select(static example => example.Copies)],
                [.. Enumerable.Range(0, _bank.Count).Select(_bank.ExamplesOf)]);
        double step = weights.Sum() / ExplainedOrders;
        double passed = 0;
        int next = 0;
        for (int i = 0; i < ExplainedOrders; i++)
        {
            while (next < kept.Length - 1 && passed + weights[next] < (i + 0.5) * step)
            {
                passed += weights[next++];
            }

            yield return kept.Length == 0 ? new ulong[words] : [.. kept[next].Pattern];
        }
    }

    // The binary logarithm of the odds, in 1/256.
    private long LogOddsOf(ReadOnlySpan<ulong> pattern, int index, double[] probabilities)
    {
        Predict(_bank.Read(_bank.Plan.AddressesOf(pattern)), probabilities);
        double others = 0;
        foreach (int c in _labels.InOrder)
        {
            others += c == index ? 0 : probabilities[c];
        }

        double bits = others == 0 ? MostBits
            : probabilities[index] == 0 ? -MostBits
            : (PortableMath.Log(probabilities[index]) - PortableMath.Log(others)) * Log2OfE;
        return (long)Math.Round(Math.Clamp(bits, -MostBits, MostBits) * UnitsOfOrder);
    }

    private ulong[] PatternToExplain<T>(FeatureSchema<T> schema, T record)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(record);
        if (ExampleCount == 0)
        {
            throw new InvalidOperationException("Nothing was learned, so there is no class to explain. Learn examples first.");
        }

        schema.ThrowIfUnfit(this, nameof(schema));
        ulong[] pattern = new ulong[BitSlice.WordCount(schema.BitCount)];
        schema.Encode(record, pattern);
        return pattern;
    }

    private int IndexOf(TLabel label) => _labels.TryGetIndex(label, out int index) && _bank.ExamplesOf(index) > 0
        ? index
        : throw new ArgumentException($"'{label}' has no examples. Learn one first.", nameof(label));

    private int MostProbable(ulong[] pattern)
    {
        double[] probabilities = new double[_bank.Count];
        Predict(_bank.Read(_bank.Plan.AddressesOf(pattern)), probabilities);
        int best = 0;
        for (int c = 1; c < probabilities.Length; c++)
        {
            best = probabilities[c] > probabilities[best] || (probabilities[c] == probabilities[best] && IsPreferred(c, best)) ? c : best;
        }

        return best;
    }

    // Returns whether that changed anything.
    private static bool PutInPlace(FeatureField field, ReadOnlySpan<ulong> source, Span<ulong> destination)
    {
        bool isChanged = false;
        int position = field.Offset;
        int end = position + field.BitCount;
        while (position < end)
        {
            int within = position & 63;
            int run = Math.Min(64 - within, end - position);
            ulong mask = (ulong.MaxValue >> (64 - run)) << within;
            ref ulong word = ref destination[position >> 6];
            isChanged |= ((word ^ source[position >> 6]) & mask) != 0;
            word = (word & ~mask) | (source[position >> 6] & mask);
            position += run;
        }

        return isChanged;
    }

    // Of a thermometer, the highest level implies the others.
    private static string[] ValuesOf<T>(FeatureSchema<T> schema, int index, ulong[] pattern)
    {
        FeatureField field = schema.Fields[index];
        int[] set = [.. Enumerable.Range(field.Offset, field.BitCount).Where(bit => (pattern[bit >> 6] >> (bit & 63) & 1) != 0)];
        return [.. (field.IsOrdered ? set.TakeLast(1) : set).Select(schema.Describe)];
    }
}
