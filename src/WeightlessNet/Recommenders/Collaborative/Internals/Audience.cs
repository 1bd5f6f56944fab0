using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The audience columns: who rates what, whatever the ratings, as factors of an implicit factorization of all ratings (Hu, Koren and
/// Volinsky, ICDM 2008), each scaled to a mean square of 1.
/// </summary>
/// <remarks>Immutable; <see cref="Solve"/> may be called from many threads.</remarks>
internal sealed class Audience
{
    private const int Iterations = 6;
    private const int IterationsFromOthers = 2;
    private const double Confidence = 10;
    private const double Regularization = 60;

    // A solution of stored numbers may be arbitrarily large.
    private const double MaximumColumn = 1e6;

    private readonly int _factors;

    /// <summary>Creates the columns of stored numbers.</summary>
    public Audience(int factors, AudienceScale users, AudienceScale items)
    {
        _factors = factors;
        Users = users;
        Items = items;
    }

    /// <summary>The scale of the users' columns.</summary>
    public AudienceScale Users { get; }

    /// <summary>The scale of the items' columns.</summary>
    public AudienceScale Items { get; }

    // Scales of the users' columns, f64 each; the sums of the products of their factors, row after row, f64 each; those of the items.
    public void WriteTo(SnapshotWriter writer)
    {
        foreach (AudienceScale scale in (ReadOnlySpan<AudienceScale>)[Users, Items])
        {
            writer.Write(scale.Scales);
            writer.Write(MemoryMarshal.Cast<Vector256<double>, double>(scale.Gram));
        }
    }

    public static Audience Read(SnapshotReader reader, int factors) => new(factors, ReadScale(reader, factors), ReadScale(reader, factors));

    private static AudienceScale ReadScale(SnapshotReader reader, int factors)
    {
        double[] scales = MatrixFactorizationModel.ReadPositive(reader, factors);
        var gram = new Vector256<double>[factors * NormalEquations.VectorsFor(factors)];
        Span<double> numbers = MemoryMarshal.Cast<Vector256<double>, double>(gram.AsSpan());
        MatrixFactorizationModel.ReadBounded(reader, numbers.Length).CopyTo(numbers);
        return new AudienceScale(scales, gram);
    }

    /// <summary>Trains on all ratings of the logs, and sets the columns of all members that have any ratings.</summary>
    /// <param name="users">The users.</param>
    /// <param name="items">The items.</param>
    /// <param name="seed">The seed of the items' first factors.</param>
    /// <param name="warm">An audience whose items' columns are already set as the ones to begin with, if any.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static Audience Train(
        MatrixFactorizationSide users, MatrixFactorizationSide items, ulong seed, Audience? warm, CancellationToken cancellationToken)
    {
        int factors = items.Layout.AudienceColumns;
        int[] userIds = WithRatings(users.Log);
        int[] itemIds = WithRatings(items.Log);
        LikeMatrix likes = LikeMatrix.OfAllRatings(users.Log, userIds, itemIds);
        ImplicitFactorizationOptions options = new()
        {
            Factors = factors,
            Iterations = warm is null ? Iterations : IterationsFromOthers,
            Confidence = Confidence,
            Regularization = Regularization,
            Seed = seed,
            MaxDegreeOfParallelism = 1,
        };
        ImplicitFactors ofItems = warm is null
            ? ImplicitFactors.Train(likes, options, null, cancellationToken)
            : ImplicitFactors.TrainFrom(likes, FactorsOf(items, itemIds, warm.Items), options, cancellationToken);
        ImplicitFactors ofUsers = ofItems.SolveOthers(likes, cancellationToken);
        return new Audience(factors, Set(users, userIds, ofUsers), Set(items, itemIds, ofItems));
    }

    /// <summary>Solves for the columns of a member of one side, given those of the other.</summary>
    /// <param name="scale">The scale of the member's columns.</param>
    /// <param name="otherScale">The scale of the other side's columns.</param>
    /// <param name="evidence">The evidence of all members of the other side.</param>
    /// <param name="layout">The layout of that evidence.</param>
    /// <param name="others">The members of the other side that the member rates, or that rate it.</param>
    /// <param name="columns">Where to write the columns: 0 where they cannot be told.</param>
    public void Solve(
        AudienceScale scale,
        AudienceScale otherScale,
        ReadOnlySpan<double> evidence,
        EvidenceLayout layout,
        ReadOnlySpan<int> others,
        Span<double> columns)
    {
        int width = NormalEquations.VectorsFor(_factors);
        var factors = new Vector256<double>[(others.Length + 1) * width];
        Span<double> numbers = MemoryMarshal.Cast<Vector256<double>, double>(factors.AsSpan());
        int[] members = new int[others.Length];
        for (int index = 0; index < others.Length; index++)
        {
            members[index] = index;
            ReadOnlySpan<double> known = evidence.Slice((others[index] * layout.Stride) + layout.AudienceAt, _factors);
            otherScale.ToFactors(known, numbers.Slice(index * width * OuterProducts.Lanes, _factors));
        }

        NormalEquations equations = new(_factors);
        equations.Begin(otherScale.Gram);
        equations.AddRidge(Regularization);
        equations.Add(factors, members, Confidence, 1 + Confidence);
        Span<Vector256<double>> solution = factors.AsSpan(others.Length * width, width);
        equations.Solve(solution);
        scale.ToColumns(numbers.Slice(others.Length * width * OuterProducts.Lanes, _factors), columns);
        foreach (double column in columns)
        {
            if (!(Math.Abs(column) <= MaximumColumn))
            {
                columns.Clear();
                return;
            }
        }
    }

    private static int[] WithRatings(RatingLog log) => [.. Enumerable.Range(0, log.UserCount).Where(id => !log.OfUser(id).IsEmpty)];

    private static double[] FactorsOf(MatrixFactorizationSide side, int[] ids, AudienceScale scale)
    {
        int count = side.Layout.AudienceColumns;
        double[] factors = new double[ids.Length * count];
        for (int row = 0; row < ids.Length; row++)
        {
            scale.ToFactors(side.AudienceOf(ids[row]), factors.AsSpan(row * count, count));
        }

        return factors;
    }

    private static AudienceScale Set(MatrixFactorizationSide side, int[] ids, ImplicitFactors factors)
    {
        var scale = AudienceScale.Of(factors);
        for (int row = 0; row < ids.Length && side.Layout.AudienceColumns > 0; row++)
        {
            scale.ToColumns(factors.NumbersOf(row), side.AudienceOf(ids[row]));
        }

        return scale;
    }
}
