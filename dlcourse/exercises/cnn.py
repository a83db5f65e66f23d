"""Lesson 08, cnn: the exercises, their known mistakes in words, and hints."""

from dlcourse.checking.specification import Exercise, Mistake, choice, number
from dlcourse.exercises import _cnn_mistakes as known
from dlcourse.lessons import cnn as reference

COLUMNS = "of four axes, the last but one is axis 2"
FIRST = "of four axes, all but the last two are the first two"
NEGATIVE = "NumPy takes any negative number for the axis whose size it is to find"
FAST_FORMS = ("conv2d_fast", "conv2d_backward_fast", "conv2d_kernel_gradients", "_pixels", "_table", "_add_to_places")

EXERCISES = [
    Exercise(
        id="cnn.conv2d_window",
        points=1,
        reference=reference.conv2d_window,
        cases=known.window_cases,
        mistakes=[
            Mistake(
                "bias added for each pixel",
                "The bias is added to every product before the sum, as often as there are weights. It comes once, "
                "after the sum: check where the bracket of `np.sum(...)` closes.",
                known.bias_for_each_pixel,
            ),
            Mistake("bias forgotten", "The weighted sum is right; the bias is still to be added.", known.no_bias),
            Mistake(
                "not added up",
                "A whole array comes back: the products, not their sum. A neuron answers with one number.",
                known.not_added_up,
            ),
            Mistake(
                "channels not added up",
                "One number for each channel comes back. The sum goes over rows, columns *and* channels: `np.sum` "
                "without an axis.",
                known.channels_apart,
            ),
            Mistake(
                "only the first channel",
                "Only the first channel counts: with `[:, :, 0]` the others are lost. `np.sum` adds up whole blocks.",
                known.window_of_one_channel,
            ),
            Mistake(
                "mean instead of sum",
                "That is the mean of the products. A neuron adds them up; with a mean, the answer would shrink with "
                "the size of the window.",
                known.mean_of_window,
            ),
            Mistake(
                "kernel turned",
                "The kernel is turned by 180° before it is laid on the window. Mathematicians call that convolution; "
                "deep learning does without the turn: each weight meets the pixel at its own place.",
                known.window_kernel_turned,
            ),
            Mistake(
                "added instead of multiplied",
                "Pixels and weights are added. Each weight *multiplies* its pixel, as in every weighted sum.",
                known.added_instead,
            ),
        ],
        hints=[
            "It is the weighted sum of lesson 01, of numbers that stand in a block and not in a row.",
            "`window * kernel` multiplies each pixel by its weight; `np.sum` of an array adds up all of it.",
            "`return np.sum(window * kernel) + bias`",
        ],
        built="a neuron that looks through a window. A convolution is this, at every place.",
    ),
    Exercise(
        id="cnn.conv_output_size",
        points=2,
        reference=reference.conv_output_size,
        cases=known.size_cases,
        mistakes=[
            Mistake(
                "rounded up",
                "The number of steps is rounded up: the last place would stick out of the picture. A kernel that does "
                "not fit any more has no place: `//` rounds down.",
                known.rounded_up,
            ),
            Mistake(
                "not rounded",
                "Where the steps do not come out even, you get a fraction of a place (and a float everywhere else). "
                "`//` divides and rounds down.",
                known.not_rounded,
            ),
            Mistake(
                "padding on one side only",
                "The padding is added once. There is a frame on *both* sides: 2 · padding.",
                known.frame_on_one_side,
            ),
            Mistake(
                "one too few",
                "One place too few, always: the steps are counted, and not the places. Where the kernel stands before "
                "its first step is a place, too.",
                known.one_too_few,
            ),
            Mistake(
                "kernel not subtracted",
                "The whole length is divided by the stride. The kernel cannot start everywhere: it must *end* inside "
                "of the picture, so its own length is taken away first.",
                known.kernel_not_subtracted,
            ),
            Mistake(
                "kernel subtracted after the division",
                "Divide last: the room for steps is size + 2 · padding - kernel, and all of it is divided by the "
                "stride.",
                known.kernel_after_stride,
            ),
            Mistake(
                "1 added before the division",
                "The 1 stands inside of the brackets and is divided with the rest. First the steps, rounded down; then "
                "1 more.",
                known.one_inside,
            ),
            Mistake("padding ignored", "The padding makes the picture larger, on both sides.", known.padding_left_out),
            Mistake(
                "stride ignored",
                "That is the number of places with a stride of 1. With larger steps there are fewer.",
                known.stride_left_out,
            ),
        ],
        hints=[
            "How far can the kernel move from its first place until its end meets the end of the picture? How many "
            "whole steps are in this?",
            "The picture with its frame has size + 2 · padding pixels; the kernel takes `kernel` of them; the rest is "
            "room to move.",
            "`return (size + 2 * padding - kernel) // stride + 1`",
        ],
        built="the formula behind every shape of a convolutional network.",
    ),
    number(
        "cnn.count_weights",
        right=1168,
        wrong=[
            ("biases not counted", "Those are the weights. Each of the 16 kernels also has a bias.", 1152),
            (
                "channels forgotten",
                "Each kernel looks at all 8 channels of its window: 3 · 3 · 8 weights, and not 3 · 3.",
                160,
            ),
            ("one kernel only", "So many has one kernel, with its bias. There are 16 of them.", 73),
            (
                "a bias for every channel that comes in",
                "There is one bias for each kernel, and 16 kernels.",
                1160,
            ),
            ("channels exchanged", "8 channels come in, and 16 kernels make 16 maps: 16 biases.", 1152 + 128),
            (
                "weights for every place",
                "You count weights for each pixel of the picture. All places share the same kernels: the size of the "
                "picture plays no part.",
                1168 * 28 * 28,
            ),
        ],
        hints=[
            "How many pixels has the window of one kernel, and how many channels each?",
            "(3 · 3 · 8 weights and a bias) for each of 16 kernels.",
        ],
        built="the reason why convolutional networks are small: the weights do not grow with the picture.",
    ),
    Exercise(
        id="cnn.pad2d",
        points=1,
        reference=reference.pad2d,
        cases=known.pad_cases,
        mistakes=[
            Mistake(
                "all four axes padded",
                "`np.pad(X, padding)` puts zeros around everything: it also adds empty pictures and empty channels. "
                "Only rows and columns get a frame: (0, 0) for the other two axes.",
                known.all_four,
            ),
            Mistake(
                "channels padded",
                "The channels are padded, too: every pixel has more numbers than before. Only axes 1 and 2 get a "
                "frame.",
                known.channels_too,
            ),
            Mistake(
                "wrong two axes: columns and channels",
                "The frame is along the last two axes, which here are columns and channels. Rows and columns are axes "
                "1 and 2: the channels come last.",
                known.channels_for_columns,
            ),
            Mistake(
                "wrong two axes: pictures and rows",
                "The frame is along the first two axes: whole pictures of zeros are added. Rows and columns are axes 1 "
                "and 2.",
                known.pictures_for_rows,
            ),
            Mistake(
                "frame only below and right",
                "The size is right, but the picture stands in the upper left corner: all zeros are below and on the "
                "right. Each side gets `padding` of them: (padding, padding).",
                known.below_and_right,
            ),
            Mistake(
                "frame on one side only",
                "There are zeros above and on the left, and none below and on the right: give a pair for each axis, "
                "(padding, padding).",
                known.one_side_only,
            ),
            Mistake(
                "edge repeated",
                'The frame repeats the pixels at the edge (`mode="edge"`). Wanted are zeros, the default.',
                known.edge_repeated,
            ),
            Mistake(
                "frame of ones", "The frame is made of ones. Wanted are zeros: nothing there.", known.frame_of_ones
            ),
        ],
        hints=[
            "`np.pad` wants a pair (before, after) for each axis of the array, and here there are four axes.",
            "Nothing for pictures and channels, (0, 0); `padding` on both sides for rows and for columns.",
            "`return np.pad(X, ((0, 0), (padding, padding), (padding, padding), (0, 0)))`",
        ],
        built="a frame, so that a kernel can also stand on the pixels at the edge.",
    ),
    Exercise(
        id="cnn.conv2d",
        points=4,
        reference=reference.conv2d,
        hidden=FAST_FORMS,
        cases=known.conv_cases,
        outputs=("Z", "cache"),
        mistakes=[
            Mistake(
                "stride not used for the pixels",
                "The size is right, but the pixels lie side by side, as with a stride of 1. Window (r, s) begins at "
                "row stride · r and column stride · s: the slices want the stride as their step.",
                known.stride_not_used,
            ),
            Mistake(
                "kernel turned",
                "The kernels are turned by 180°. That is the convolution of mathematicians; in deep learning the "
                "weight at (i, j) meets the pixel at (i, j) of the window.",
                known.kernel_turned,
            ),
            Mistake(
                "padding ignored",
                "There is no frame around the pictures: your feature maps are too small wherever padding is asked. "
                "Slide over `pad2d(X, padding)`, and give the padding to `conv_output_size`, too.",
                known.no_frame,
            ),
            Mistake(
                "only the last place of the kernel",
                "Each round of the loop replaces what was there: only the last weight of each kernel counts. Add the "
                "shares up.",
                known.only_last_place,
            ),
            Mistake(
                "bias added at every place of the kernel",
                "The bias is added in every round of the loop. It belongs to the sum once: start with it, or add it "
                "after the loop.",
                known.bias_at_every_place,
            ),
            Mistake("bias forgotten", "The sums are right; each kernel's bias is still missing.", known.without_bias),
            Mistake(
                "padded pictures in the cache",
                "Z is right. The cache should hold X as it came in: your X is the padded one. Give the padded pictures "
                "a name of their own.",
                known.padded_in_cache,
            ),
            Mistake(
                "only the first channel",
                "Only the first channel is seen. `pixels @ W[i, j]` adds over all channels by itself: (N, R, S, C) @ "
                "(C, M).",
                known.only_first_channel,
            ),
            Mistake(
                "activation inside the layer",
                "Negative sums have become 0: there is a ReLU in your convolution. It comes later, as a step of its "
                "own.",
                known.convolution_activated,
            ),
            Mistake(
                "channels in front",
                "The numbers are right, but the maps come before their rows and columns, as in PyTorch. In this course "
                "the channels are always last: (N, R, S, M).",
                known.channels_first,
            ),
            Mistake(
                "rows and columns of the kernel exchanged",
                "The kernels are mirrored along their diagonal: i goes with the rows (axis 1) and j with the columns "
                "(axis 2), in W and in the pictures.",
                known.places_exchanged,
            ),
        ],
        hints=[
            "Go through the places (i, j) of the kernel, not of the picture: which pixels does the weight at (i, j) "
            "meet, in all windows together? They are a slice of the padded pictures.",
            "`rows = conv_output_size(X.shape[1], W.shape[0], stride, padding)`, the same for the columns. The pixels "
            "are `X_padded[:, places(i, rows, stride), places(j, columns, stride)]`.",
            "Start with `Z = b`. In the loop `for i, j in np.ndindex(W.shape[:2])`: `Z = Z + pixels @ W[i, j]`. At the "
            "end: `return Z, (X, W, stride, padding)`.",
        ],
        equivalent={
            "columns = conv_output_size(X.shape[-2], W.shape[1], stride, padding)": COLUMNS,
            "for i, j in np.ndindex(W.shape[:-2]):": FIRST,
        },
        built="the layer that made computers see: the same few weights at every place of a picture.",
    ),
    choice(
        "cnn.shifted_input",
        options={
            "a": "They stay the same.",
            "b": "They move by the same number of pixels.",
            "c": "They change completely, as the output of a dense layer does.",
            "d": "They move by three times as many pixels, with a 3×3 kernel.",
        },
        right="b",
        wrong={
            "a": (
                "invariance for equivariance",
                "That would be invariance, which pooling brings a little of. The map says *where* something is.",
            ),
            "c": (
                "weights at places",
                "A dense layer has other weights for every place. A kernel has the same for all of them.",
            ),
            "d": ("size of the kernel", "Each window moves as far as the picture does, however large it is."),
        },
        hints=[
            "The window that saw the eye of the 8 now stands one place further. What does it answer there?",
            "The same window gives the same number, at its new place.",
        ],
        built="the word for it: a convolution is equivariant to translation.",
    ),
    Exercise(
        id="cnn.maxpool2d",
        points=2,
        reference=reference.maxpool2d,
        cases=known.pool_cases,
        outputs=("out", "cache"),
        mistakes=[
            Mistake("mean instead of maximum", "That is the mean of each window. Keep the largest.", known.pool_mean),
            Mistake("minimum instead of maximum", "That is the smallest number of each window.", known.pool_min),
            Mistake(
                "started from zero",
                "Windows with negative numbers only come out as 0: you begin with zeros. Begin with numbers of the "
                "window itself, as the pixels at place (0, 0).",
                known.pool_from_zero,
            ),
            Mistake(
                "maximum across channels",
                "All channels come out alike: the maximum is also taken across them. Each map is pooled by itself.",
                known.pool_across_channels,
            ),
            Mistake(
                "size used as stride",
                "The windows are `size` apart. That is the usual choice, but here the `stride` says how far.",
                known.pool_size_for_stride,
            ),
            Mistake(
                "stride not used for the pixels",
                "Neighbouring windows begin side by side. The slices want the stride as their step.",
                known.pool_stride_not_used,
            ),
            Mistake(
                "only the last pixel",
                "You keep the last pixel of each window: every round replaces what was there. "
                "`np.maximum(out, pixels)` keeps the larger one.",
                known.pool_only_last,
            ),
            Mistake(
                "first column of each window only",
                "Only the first column of each window is looked at: i and j both go from 0 to size - 1.",
                known.pool_down_only,
            ),
            Mistake(
                "cache without out",
                "The output is right. The cache wants four things: (X, out, size, stride). The backward pass must know "
                "who won.",
                known.pool_cache_without_out,
            ),
        ],
        hints=[
            "As with the convolution, go through the places (i, j) inside of a window: the pixels there, of all "
            "windows together, are a slice.",
            "`out = X[:, places(0, rows, stride), places(0, columns, stride)]` to begin with; in the loop, "
            "`np.maximum(out, pixels)` compares element by element.",
            "`for i, j in np.ndindex(size, size): out = np.maximum(out, X[:, places(i, rows, stride), "
            "places(j, columns, stride)])`. At the end: `return out, (X, out, size, stride)`.",
        ],
        equivalent={
            "out = np.maximum(X[:, places(i, rows, stride), places(j, columns, stride)], out)": (
                "the larger of two, in whatever order"
            ),
        },
        built="a layer that forgets where exactly something was, and keeps that it was there.",
    ),
    Exercise(
        id="cnn.maxpool2d_backward",
        points=3,
        reference=reference.maxpool2d_backward,
        cases=known.pool_gradient_cases,
        mistakes=[
            Mistake(
                "every equally large pixel gets all of it",
                "Where several pixels are equally large, each of them gets the whole gradient: together more than "
                "there was. After ReLU, whole windows are 0, so this is common. Only the first one takes it: keep in "
                "an array which windows are still free.",
                known.every_equal_one,
            ),
            Mistake(
                "last of equally large pixels",
                "Where several pixels are equally large, the last one gets the gradient. The first one should, row by "
                "row.",
                known.last_equal_one,
            ),
            Mistake(
                "shares replaced instead of added",
                "Where windows overlap, a pixel can win several of them, and you keep only the last share: use `+=`.",
                known.winners_replaced,
            ),
            Mistake(
                "earlier shares overwritten",
                "`dX[here] = ...` replaces what earlier rounds have put there, also by zeros. Where windows overlap, "
                "that loses gradients: use `+=`.",
                known.winners_overwritten,
            ),
            Mistake(
                "all pixels of a window",
                "Every pixel of a window gets the gradient. Only the winner does: a small change of the others does "
                "not change the output.",
                known.all_pixels,
            ),
            Mistake(
                "shared evenly",
                "The gradient is shared out evenly, which is right for the mean. The maximum is one pixel's alone.",
                known.shared_evenly,
            ),
            Mistake(
                "gradient of the output left out",
                "Ones come back where a pixel has won: that is the slope of the pooling alone. Multiply by `d_out`.",
                known.only_where_won,
            ),
            Mistake(
                "multiplied by the value",
                "The gradient is multiplied by the largest number. The slope of a maximum is 1 for its winner, however "
                "large it is.",
                known.times_value,
            ),
        ],
        hints=[
            "The pixel that was the largest of its window gets the window's gradient, the others get nothing. "
            "`X[here] == out` says at which windows the place (i, j) won.",
            "For equally large ones: `free = np.ones(out.shape, bool)` says which windows still have no winner; "
            "`wins = free & (X[here] == out)`, and after that `free = free & ~wins`.",
            "`here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]`; with `dX = np.zeros_like(X)`, "
            "`dX[here] += wins * d_out` in the loop.",
        ],
        equivalent={
            "wins = (X[here] == out) & free": "and, in whatever order",
            "free = ~wins & free": "and, in whatever order",
        },
        built="the way back through a maximum: the winner takes it all.",
    ),
    Exercise(
        id="cnn.avgpool2d",
        points=1,
        reference=reference.avgpool2d,
        cases=known.pool_cases,
        outputs=("out", "cache"),
        mistakes=[
            Mistake(
                "not divided",
                "That is the sum of each window: divide by the number of its pixels.",
                known.mean_not_divided,
            ),
            Mistake(
                "divided by size",
                "A window has size · size pixels: divide by `size**2`.",
                known.divided_by_size,
            ),
            Mistake(
                "divided by stride squared",
                "You divide by stride². How many pixels a window has, its *size* says.",
                known.divided_by_stride,
            ),
            Mistake("maximum instead of mean", "That is the largest number of each window.", known.mean_is_max),
            Mistake(
                "size used as stride",
                "The windows are `size` apart; the `stride` says how far they should be.",
                known.mean_size_for_stride,
            ),
            Mistake(
                "mean of means",
                "The mean of the mean so far and the next number gives the last pixels too much weight. Add all up, "
                "then divide once.",
                known.mean_of_means,
            ),
            Mistake(
                "pictures in the cache",
                "The output is right. In the cache, only the *shape* of X is wanted: the slopes of a mean do not "
                "depend on the numbers.",
                known.mean_keeps_pictures,
            ),
        ],
        hints=[
            "The loop of maxpool2d, with a sum in place of the maximum.",
            "Begin with `total = 0`, add the pixels of every place (i, j), and divide by the number of pixels of a "
            "window.",
            "`return total / size**2, (X.shape, size, stride)`",
        ],
        built="the calmer kind of pooling: at the end of many large networks, it pools whole maps.",
    ),
    Exercise(
        id="cnn.conv2d_backward",
        points=4,
        reference=reference.conv2d_backward,
        hidden=FAST_FORMS,
        cases=known.conv_gradient_cases,
        outputs=("dX", "dW", "db"),
        mistakes=[
            Mistake(
                "frame not cut off",
                "dX is larger than X: it still has the frame of zeros. Cut it off: X stands from `padding` on.",
                known.frame_not_cut_off,
            ),
            Mistake(
                "frame cut off at the wrong place",
                "dX has the right size, but it is cut from the upper left corner of the padded gradient. X stands in "
                "the *middle*, from `padding` on.",
                known.frame_cut_at_the_wrong_place,
            ),
            Mistake(
                "shares replaced instead of added",
                "A pixel lies in many windows, and you keep only its last share. Add them up: `+=`.",
                known.shares_replaced,
            ),
            Mistake(
                "stride not used for the pixels",
                "The places are taken side by side, as with a stride of 1. Use the same slices as in the forward pass, "
                "with their step.",
                known.gradient_stride_not_used,
            ),
            Mistake(
                "kernels turned",
                "The kernels are turned by 180° for dX. That belongs to another way, in which the gradient is "
                "convolved; here each share goes back through the weight `W[i, j]` by which it came.",
                known.weights_turned,
            ),
            Mistake(
                "only the first picture",
                "dW comes from the first picture only. All windows of all pictures share the weights, so all add to "
                "their gradient.",
                known.only_first_picture,
            ),
            Mistake(
                "divided by the number of pictures",
                "dW and db are divided by the number of pictures once more. The mean is already in dZ, from the loss.",
                known.mean_over_pictures,
            ),
            Mistake(
                "db summed over pictures only",
                "db still has rows and columns. One bias serves all places: sum over axes 0, 1 and 2.",
                known.db_over_pictures,
            ),
            Mistake(
                "db is one number",
                "db is a single number. Each kernel has a bias of its own: keep the last axis.",
                known.db_one_number,
            ),
        ],
        hints=[
            "One place (i, j) of the kernel is a dense layer: pixels (…, C) times W[i, j] (C, M). Its backward pass is "
            "that of lesson 04, and the loop over the places adds up.",
            "dW[i, j] is `pixels.reshape(-1, C).T @ dZ.reshape(-1, M)`. The share of the pixels is `dZ @ W[i, j].T`, "
            "added to the same slice of `dX_padded` that they came from.",
            "`here = np.s_[:, places(i, rows, stride), places(j, columns, stride)]`; `dX_padded[here] += dZ @ "
            "W[i, j].T`. At the end: `dX = dX_padded[:, places(padding, H), places(padding, L)]` and "
            "`db = dZ.sum(axis=(0, 1, 2))`.",
        ],
        equivalent={
            "dX_padded, dW = (np.zeros_like(X_padded), np.ones_like(W))": "every number of dW is written",
            "for i, j in np.ndindex(W.shape[:-2]):": FIRST,
            "dW[i, j] = X_padded[here].reshape(-2, X.shape[3]).T @ dZ.reshape(-1, M)": NEGATIVE,
            "dW[i, j] = X_padded[here].reshape(-1, X.shape[3]).T @ dZ.reshape(-2, M)": NEGATIVE,
            "dX = dX_padded[:, places(padding, X.shape[1]), places(padding, X.shape[-2])]": COLUMNS,
            "return (dX, dW, dZ.sum(axis=(0, 1, -2)))": COLUMNS,
        },
        built="what a kernel learns by: the sum of what all its places have to say.",
    ),
    Exercise(
        id="cnn.receptive_field",
        points=2,
        reference=reference.receptive_field,
        cases=known.field_cases,
        mistakes=[
            Mistake(
                "strides ignored",
                "Every layer adds size - 1, as if all strides were 1. After a stride of 2, neighbours in the map are 2 "
                "pixels of the picture apart.",
                known.strides_ignored,
            ),
            Mistake(
                "own stride counted",
                "The stride of a layer is counted for the layer itself. It spreads the *output* of the layer: only "
                "later layers feel it. Multiply after adding.",
                known.own_stride_counted,
            ),
            Mistake(
                "whole size added",
                "Each layer adds size steps, but a window of 3 reaches only 2 pixels further than its first: size - 1.",
                known.whole_size_added,
            ),
            Mistake(
                "first pixel forgotten",
                "One too few: without any layer, one number depends on one pixel. Start with 1.",
                known.without_the_first_pixel,
            ),
            Mistake(
                "from the last layer to the first",
                "You go through the layers from the end. The steps grow from the picture upwards: begin with the "
                "first one.",
                known.from_the_end,
            ),
            Mistake(
                "sizes added up",
                "That is the sum of the sizes. Windows overlap: the second one of size 3 sees only 2 pixels more.",
                known.sizes_added,
            ),
            Mistake(
                "only the last stride",
                "The step is the stride of the layer before. Strides multiply: after two strides of 2 the step is 4.",
                known.only_last_stride,
            ),
            Mistake(
                "only its own stride",
                "Each layer's reach is multiplied by its own stride. It counts in steps of the map that comes *in*: "
                "multiply by the strides of all layers before it.",
                known.only_own_stride,
            ),
            Mistake(
                "strides added",
                "The step grows by adding. Strides multiply: each layer spreads what is already spread.",
                known.strides_added,
            ),
        ],
        hints=[
            "Carry two numbers through the layers: how many pixels are seen so far, and how far apart neighbours of "
            "this map are in the picture.",
            "A window of `size` reaches size - 1 steps further. After the layer, the step is `stride` times as large.",
            "Start: `field, step = 1, 1`. In the loop: `field += (size - 1) * step`, then `step *= stride`.",
        ],
        built="the answer to how much of the picture a neuron sees.",
    ),
    Exercise(
        id="cnn.spatial_batchnorm",
        points=2,
        reference=reference.spatial_batchnorm,
        hidden=("spatial_batchnorm_fast",),
        cases=known.norm_cases,
        outputs=("out", "cache", "running"),
        mistakes=[
            Mistake(
                "a mean for every pixel",
                "Each pixel has its own mean, over the pictures only. All pixels of a channel come from the same "
                "kernel and are counted together.",
                known.for_each_pixel,
            ),
            Mistake(
                "a mean for every picture",
                "Each picture is normalised by itself. Batch normalisation takes one mean for a channel over all "
                "pictures of the batch.",
                known.for_each_picture,
            ),
            Mistake(
                "a mean over the channels",
                "The numbers of one pixel are normalised together, across its channels. Each channel wants its own "
                "mean, over pictures and pixels.",
                known.over_channels,
            ),
            Mistake(
                "one mean for everything",
                "All channels share one mean and one spread. Each channel is a feature of its own, with its own "
                "numbers.",
                known.over_everything,
            ),
            Mistake(
                "not shaped back",
                "A table of pixels comes back. The output wants the shape of X again: `reshape(X.shape)`.",
                known.not_shaped_back,
            ),
            Mistake(
                "reshaped across the channels",
                "`reshape` reads the numbers in their order in memory, with the channels last. To get a column for "
                "each channel, keep that axis last: `X.reshape(-1, C)`.",
                known.reshaped_across,
            ),
            Mistake(
                "training ignored",
                "The batch's own mean is also taken in use. Hand `training` on.",
                known.training_left_out,
            ),
            Mistake(
                "momentum and epsilon ignored",
                "`momentum` and `epsilon` are not handed on: the defaults are used instead.",
                known.settings_left_out,
            ),
            Mistake(
                "nothing handed on",
                "`training`, `momentum` and `epsilon` are not handed on, so that the defaults are used: hand on all "
                "three.",
                known.nothing_handed_on,
            ),
            Mistake(
                "old running statistics returned",
                "The running statistics come back as they went in. `batchnorm_forward` returns the new ones as its "
                "third value.",
                known.old_running_returned,
            ),
        ],
        hints=[
            "Every pixel of every picture is an example of what the kernel puts out: make a table with a row for each "
            "pixel and a column for each channel.",
            "`X.reshape(-1, X.shape[3])` is that table, since the channels are last. `batchnorm_forward` of lesson 07 "
            "does the rest; give the output its old shape.",
            "`out, cache, running = batchnorm_forward(pixels, gamma, beta, running, training, momentum, epsilon)`, "
            "then `return out.reshape(X.shape), cache, running`.",
        ],
        equivalent={
            "pixels = X.reshape(-2, X.shape[3])": NEGATIVE,
        },
        built="batch normalisation for pictures: old tools, another shape.",
    ),
    choice(
        "cnn.cheap_percent",
        options={
            "a": "The same: a percent is a percent.",
            "b": "Less, since the network already knows most.",
            "c": "More than ten times as much.",
            "d": "Nothing: one only has to train a little longer.",
        },
        right="c",
        wrong={
            "a": ("percents of equal price", "Compare the first line of the table with the last one."),
            "b": ("ever cheaper", "It goes the other way: what is left are the hard cases, and these are rare."),
            "d": ("training is free", "Training longer is exactly the work that is counted here."),
        },
        hints=[
            "The table gives the price of one percent for each part of the way.",
            "Divide the number of the last line by that of the first.",
        ],
        built="a feeling for the price of the last percent, which decides what a project costs.",
    ),
]
