using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.WeightedNetworks.Internals;

/// <summary>
/// Examples to train one personal network with: the inputs that are on and the target of each, in reused memory.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class WeightedNetworkExamples
{
    private readonly WeightedNetworkInputs _inputs;
    private int[] _active = [];
    private int[] _ends = [];
    private int[] _order = [];
    private float[] _targets = [];

    public WeightedNetworkExamples(WeightedNetworkInputs inputs) => _inputs = inputs;

    public int Count { get; private set; }

    /// <summary>The numbers of the examples, which the caller puts into the order of training.</summary>
    public Span<int> Order => _order.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int item, ItemStatistics statistics, float target)
    {
        if (Count == _ends.Length)
        {
            int capacity = Math.Max(16, Count * 2);
            Array.Resize(ref _ends, capacity);
            Array.Resize(ref _order, capacity);
            Array.Resize(ref _targets, capacity);
        }

        int start = StartOf(Count);
        if (_active.Length - start < _inputs.Count)
        {
            Array.Resize(ref _active, Math.Max(start + _inputs.Count, _active.Length * 2));
        }

        _ends[Count] = start + _inputs.Write(item, statistics, _active.AsSpan(start));
        _targets[Count] = target;
        _order[Count] = Count;
        Count++;
    }

    public ReadOnlySpan<int> ActiveOf(int example) => _active.AsSpan(StartOf(example).._ends[example]);

    public float TargetOf(int example) => _targets[example];

    private int StartOf(int example) => example == 0 ? 0 : _ends[example - 1];
}
