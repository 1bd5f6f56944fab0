using System.Runtime.InteropServices;
using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Memory of a thread for the samples that it asks about. Once it has grown, nothing is allocated.</summary>
internal sealed class VoteScratch
{
    [ThreadStatic]
    private static VoteScratch? _current;

    private readonly AlignedMemory _patterns = new();
    private readonly AlignedMemory _turned = new();
    private readonly AlignedMemory _slices = new();
    private readonly AlignedMemory _columns = new();
    private readonly AlignedMemory _circuit = new();
    private readonly AlignedMemory _bits = new();
    private readonly AlignedMemory _votes = new();
    private readonly AlignedMemory _leads = new();
    private readonly AlignedMemory _words = new();
    private readonly AlignedMemory _answers = new();
    private readonly AlignedMemory _evidence = new();

    public static VoteScratch Current => _current ??= new VoteScratch();

    public Span<ulong> Patterns(int length) => MemoryMarshal.Cast<byte, ulong>(_patterns.Of(checked(length * sizeof(ulong))));

    public Span<ulong> Turned(int length) => MemoryMarshal.Cast<byte, ulong>(_turned.Of(checked(length * sizeof(ulong))));

    public Span<byte> Slices(int length) => _slices.Of(length);

    public Span<byte> Columns(int length) => _columns.Of(length);

    public Span<byte> Circuit(int length) => _circuit.Of(length);

    public Span<byte> Bits(int length) => _bits.Of(length);

    public Span<int> Votes(int length) => MemoryMarshal.Cast<byte, int>(_votes.Of(checked(length * sizeof(int))));

    public Span<int> Leads(int length) => MemoryMarshal.Cast<byte, int>(_leads.Of(checked(length * sizeof(int))));

    public Span<ulong> Words(int length) => MemoryMarshal.Cast<byte, ulong>(_words.Of(checked(length * sizeof(ulong))));

    public Span<ulong> Answers(int length) => MemoryMarshal.Cast<byte, ulong>(_answers.Of(checked(length * sizeof(ulong))));

    public Span<double> Evidence(int length) => MemoryMarshal.Cast<byte, double>(_evidence.Of(checked(length * sizeof(double))));
}
