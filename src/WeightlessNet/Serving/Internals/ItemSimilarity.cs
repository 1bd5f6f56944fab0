using System.Buffers;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// How similar all items are to one: by audience, which counts n / (n + 10) for an item with n ratings, and by the common bits of each
/// field that the item has, which share the rest equally. Without an audience the fields count for all, and without fields the audience.
/// </summary>
internal sealed class ItemSimilarity : IDisposable
{
    // So many ratings make the audience count as much as the fields.
    private const double Shrinkage = 10;
    private const string Audience = "audience";

    private readonly ItemCatalog _catalog;
    private readonly int _item;
    private readonly FieldOverlap[] _fields;
    private readonly double[] _audience;
    private readonly double _audienceWeight;

    /// <param name="catalog">The bits of the items.</param>
    /// <param name="lists">Knows the audience of each item.</param>
    /// <param name="item">The item that all others are compared with.</param>
    /// <param name="kind">What counts.</param>
    public ItemSimilarity(ItemCatalog catalog, WeightlessRankingRecommender lists, int item, SimilarityKind kind)
    {
        _catalog = catalog;
        _item = item;
        Count = Math.Min(catalog.Count, lists.ItemCount);
        _fields = kind == SimilarityKind.Audience
            ? []
            : [.. catalog.Fields.Select(static field => new FieldOverlap(field)).Where(HasBits)];
        _audience = ArrayPool<double>.Shared.Rent(Count);
        int ratings = 0;
        if (kind == SimilarityKind.Features)
        {
            _audience.AsSpan(0, Count).Clear();
        }
        else
        {
            ratings = lists.CompareAudiences(item, _audience.AsSpan(0, Count));
        }

        _audienceWeight = ratings == 0 || _fields.Length == 0 ? Math.Min(ratings, 1) : ratings / (ratings + Shrinkage);
    }

    /// <summary>The number of items.</summary>
    public int Count { get; }

    /// <summary>The number of parts: the audience, then each field.</summary>
    public int PartCount => _fields.Length + 1;

    /// <summary>Writes the parts of an item's similarity, and returns their sum.</summary>
    public double Write(int other, Span<double> parts)
    {
        parts[0] = _audienceWeight * _audience[other];
        double sum = parts[0];
        ReadOnlySpan<ulong> own = _catalog.PatternOf(_item);
        ReadOnlySpan<ulong> compared = _catalog.PatternOf(other);
        for (int field = 0; field < _fields.Length; field++)
        {
            double part = (1 - _audienceWeight) / _fields.Length * _fields[field].Of(own, compared);
            parts[field + 1] = part;
            sum += part;
        }

        return sum;
    }

    /// <summary>Writes the items that pass a test and have something in common with the item, most similar first.</summary>
    /// <param name="destination">Receives the items; its length is the number of items wanted.</param>
    /// <param name="passes">The test; only asked about items that are similar enough.</param>
    /// <returns>The number of items written: fewer than wanted if there are no more.</returns>
    public int WriteMostSimilar(Span<ScoredItem> destination, Func<int, bool> passes)
    {
        TopItems top = new(destination);
        double[] parts = new double[PartCount];
        for (int other = 0; other < Count; other++)
        {
            double similarity = other == _item ? 0 : Write(other, parts);
            if (similarity > 0 && top.Accepts(similarity) && passes(other))
            {
                top.Offer(other, similarity);
            }
        }

        return top.Complete();
    }

    /// <summary>The parts of an item's similarity that are not 0.</summary>
    public IReadOnlyList<Contribution> PartsOf(int other)
    {
        double[] amounts = new double[PartCount];
        _ = Write(other, amounts);
        List<Contribution> parts = [];
        for (int part = 0; part < amounts.Length; part++)
        {
            if (amounts[part] > 0)
            {
                parts.Add(part == 0
                    ? new Contribution(ContributionKind.Audience, Audience, amounts[part])
                    : new Contribution(ContributionKind.Field, _fields[part - 1].Name, amounts[part]));
            }
        }

        return parts;
    }

    /// <summary>The main reason: the largest part.</summary>
    /// <param name="other">The similar item.</param>
    /// <param name="name">The name of the item that it is compared with.</param>
    public Reason ReasonOf(int other, string name)
    {
        double[] amounts = new double[PartCount];
        double sum = Write(other, amounts);
        int greatest = Array.IndexOf(amounts, amounts.Max());
        Reason reason = new()
        {
            Kind = ReasonKind.SameAudience,
            ItemId = _item,
            ItemName = name,
            Amount = amounts[greatest],
            Share = sum > 0 ? amounts[greatest] / sum : 0,
        };
        if (greatest == 0)
        {
            return reason;
        }

        FieldOverlap field = _fields[greatest - 1];
        bool isSame = field.Of(_catalog.PatternOf(_item), _catalog.PatternOf(other)) == 1;
        return reason with
        {
            Kind = isSame ? ReasonKind.SameField : ReasonKind.SimilarField,
            Field = field.Name,
            Value = _catalog.ValueOf(other, field.Name),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<double>.Shared.Return(_audience);

    private bool HasBits(FieldOverlap field) => field.Of(_catalog.PatternOf(_item), _catalog.PatternOf(_item)) > 0;
}
