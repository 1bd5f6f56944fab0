using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Solves for the <see cref="Audience"/> columns of a member of one side, given those of the other.</summary>
/// <remarks>It is scratch memory of one thread, not safe for concurrent use.</remarks>
internal sealed class AudienceSystem
{
    // A solution of stored numbers may be arbitrarily large.
    private const double MaximumColumn = 1e6;

    private readonly int _factors;
    private readonly int _width;
    private readonly NormalEquations _equations;
    private readonly Vector256<double>[] _solution;
    private Vector256<double>[] _others = [];
    private int[] _members = [];
    private int _used;

    /// <summary>Makes room for a number of columns, 1 or more.</summary>
    public AudienceSystem(int factors)
    {
        _factors = factors;
        _width = NormalEquations.VectorsFor(factors);
        _equations = new NormalEquations(factors);
        _solution = new Vector256<double>[_width];
    }

    /// <summary>Clears what the last member left.</summary>
    public void Clear()
    {
        _equations.Clear();
        Array.Clear(_solution);
        _others.AsSpan(0, _used).Clear();
        _used = 0;
    }

    /// <summary>Solves for the columns of a member.</summary>
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
        if (_members.Length < others.Length)
        {
            _members = [.. Enumerable.Range(0, Math.Max(others.Length, 2 * _members.Length))];
            _others = new Vector256<double>[_members.Length * _width];
        }

        _used = others.Length * _width;
        Span<double> factors = MemoryMarshal.Cast<Vector256<double>, double>(_others.AsSpan());
        for (int index = 0; index < others.Length; index++)
        {
            ReadOnlySpan<double> known = evidence.Slice((others[index] * layout.Stride) + layout.AudienceAt, _factors);
            otherScale.ToFactors(known, factors.Slice(index * _width * OuterProducts.Lanes, _factors));
        }

        _equations.Begin(otherScale.Gram);
        _equations.AddRidge(AudienceFactors.Regularization);
        _equations.Add(_others, _members.AsSpan(0, others.Length), [], AudienceFactors.Confidence, 1 + AudienceFactors.Confidence);
        _equations.Solve(_solution);
        scale.ToColumns(MemoryMarshal.Cast<Vector256<double>, double>(_solution.AsSpan())[.._factors], columns);
        foreach (double column in columns)
        {
            if (!(Math.Abs(column) <= MaximumColumn))
            {
                columns.Clear();
                return;
            }
        }
    }
}
