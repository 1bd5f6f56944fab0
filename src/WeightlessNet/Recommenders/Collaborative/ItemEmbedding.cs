using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>
/// The factors of items in a central model, for personal networks to learn from: each factor becomes a thermometer field of the items'
/// bits, which explanations can name.
/// </summary>
/// <remarks>
/// Items' factors are scaled to length 1, because the length mostly tells how popular an item is. Immutable and safe to share between
/// threads.
/// </remarks>
public sealed class ItemEmbedding
{
    private readonly double[] _factors;

    /// <summary>Takes the factors of items.</summary>
    /// <param name="factorCount">How many factors each item has, 1 or more.</param>
    /// <param name="factors">The factors of item 0, then those of item 1, and so on; an item of zeros has no embedding.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factorCount"/> is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="factors"/> does not hold a whole number of items, at least one, a factor is not finite, or the sum of the squares of
    /// an item's factors is not.
    /// </exception>
    public ItemEmbedding(int factorCount, ReadOnlySpan<double> factors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factorCount, 1);
        if (factors.IsEmpty || factors.Length % factorCount != 0)
        {
            throw new ArgumentException($"{factors.Length} factors are not {factorCount} for each of some items.", nameof(factors));
        }

        FactorCount = factorCount;
        ItemCount = factors.Length / factorCount;
        _factors = factors.ToArray();
        for (int item = 0; item < ItemCount; item++)
        {
            Span<double> own = _factors.AsSpan(item * factorCount, factorCount);
            double squares = 0;
            foreach (double factor in own)
            {
                if (!double.IsFinite(factor))
                {
                    throw new ArgumentException($"A factor of item {item} is not finite.", nameof(factors));
                }

                squares += factor * factor;
            }

            if (!double.IsFinite(squares))
            {
                throw new ArgumentException($"The factors of item {item} are too large to be scaled.", nameof(factors));
            }

            if (squares > 0)
            {
                double length = Math.Sqrt(squares);
                foreach (ref double factor in own)
                {
                    factor /= length;
                }
            }
        }
    }

    /// <summary>How many items there are.</summary>
    public int ItemCount { get; }

    /// <summary>How many factors an item has.</summary>
    public int FactorCount { get; }

    /// <summary>Copies the item factors of an implicit factorization from its last training.</summary>
    /// <param name="central">The factorization. Training it again does not change the copy.</param>
    /// <exception cref="ArgumentNullException"><paramref name="central"/> is null.</exception>
    public static ItemEmbedding Of(ImplicitFactorizationRecommender central)
    {
        ArgumentNullException.ThrowIfNull(central);
        double[] factors = new double[checked(central.ItemCount * central.FactorCount)];
        for (int item = 0; item < central.ItemCount; item++)
        {
            central.CopyItemFactors(item, factors.AsSpan(item * central.FactorCount, central.FactorCount));
        }

        return new ItemEmbedding(central.FactorCount, factors);
    }

    /// <summary>A factor of an item, -1 to 1: all of an item's factors together have length 1, or all are 0.</summary>
    /// <param name="item">The item's id, 0 to <see cref="ItemCount"/> - 1.</param>
    /// <param name="factor">0 to <see cref="FactorCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item or factor.</exception>
    public double this[int item, int factor]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(item);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, ItemCount);
            ArgumentOutOfRangeException.ThrowIfNegative(factor);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(factor, FactorCount);
            return _factors[(item * FactorCount) + factor];
        }
    }

    /// <summary>Adds a thermometer field for each factor, named such as "iALS factor 3", counted from 1.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="builder">What the fields are added to.</param>
    /// <param name="name">What the names of the fields begin with.</param>
    /// <param name="item">Reads the item's id.</param>
    /// <param name="levels">How many bits a factor becomes, above 0.</param>
    /// <param name="weight">Reads the item's weight when levels are cut, 0 or more, such as how often it is rated; null where all weigh
    /// the same.</param>
    /// <returns>The builder. Items without an embedding set no bit of these fields.</returns>
    /// <exception cref="ArgumentNullException">An argument but <paramref name="weight"/> is null.</exception>
    /// <exception cref="ArgumentException">The name is empty or a field's name is taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not above 0.</exception>
    public FeatureSchemaBuilder<T> AddTo<T>(
        FeatureSchemaBuilder<T> builder, string name, Func<T, int> item, int levels = 3, Func<T, double>? weight = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(item);
        for (int factor = 0; factor < FactorCount; factor++)
        {
            int read = factor;
            builder.QuantileLevels(
                FormattableString.Invariant($"{name} factor {factor + 1}"), value => ValueOf(item(value), read), levels, weight);
        }

        return builder;
    }

    private double? ValueOf(int item, int factor)
    {
        bool hasFactors = false;
        for (int i = 0; i < FactorCount && !hasFactors; i++)
        {
            hasFactors = this[item, i] != 0;
        }

        return hasFactors ? this[item, factor] : null;
    }
}
