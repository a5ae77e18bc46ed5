package provider

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"

	"secure-azure-openai/rehearsal/arm"
)

// Create makes a resource, or in a preview says what is known of it.
func (s *Server) Create(ctx context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	t, _, err := lookUp(req.GetUrn())
	if err != nil {
		return nil, err
	}
	inputs, err := read(req.GetProperties())
	if err != nil {
		return nil, err
	}
	if req.GetPreview() {
		known, err := write(previewOutputs(t.Schema(), inputs))
		return &pulumirpc.CreateResponse{Properties: known}, err
	}
	made, err := s.do(ctx, arm.Operation{Kind: arm.Create, Type: t, Inputs: public(inputs), URN: req.GetUrn()})
	if err != nil {
		return nil, s.partial(err, t, req.GetProperties())
	}
	outputs, err := write(made.Outputs)
	return &pulumirpc.CreateResponse{Id: made.ID, Properties: outputs}, err
}

// Update writes new inputs to a resource. A preview keeps name and region,
// which no update changes.
func (s *Server) Update(ctx context.Context, req *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	t, _, err := lookUp(req.GetUrn())
	if err != nil {
		return nil, err
	}
	inputs, err := read(req.GetNews())
	if err != nil {
		return nil, err
	}
	if req.GetPreview() {
		olds, err := read(req.GetOlds())
		if err != nil {
			return nil, err
		}
		known := previewOutputs(t.Schema(), inputs)
		for _, stable := range []resource.PropertyKey{"name", "location"} {
			if v, there := olds[stable]; there {
				known[stable] = v
			}
		}
		properties, err := write(known)
		return &pulumirpc.UpdateResponse{Properties: properties}, err
	}
	made, err := s.do(ctx, arm.Operation{Kind: arm.Update, Type: t, ID: req.GetId(), Inputs: public(inputs), URN: req.GetUrn()})
	if err != nil {
		return nil, s.partial(err, t, req.GetNews())
	}
	outputs, err := write(made.Outputs)
	return &pulumirpc.UpdateResponse{Properties: outputs}, err
}

// Delete removes a resource; one that is gone already is no error.
func (s *Server) Delete(ctx context.Context, req *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	t, _, err := lookUp(req.GetUrn())
	if err != nil {
		return nil, err
	}
	_, err = s.do(ctx, arm.Operation{Kind: arm.Delete, Type: t, ID: req.GetId(), URN: req.GetUrn()})
	return &emptypb.Empty{}, err
}

// Invoke answers the provider's functions.
func (s *Server) Invoke(_ context.Context, req *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	args, err := read(req.GetArgs())
	if err != nil {
		return nil, err
	}
	result, err := s.world.Invoke(req.GetTok(), args)
	if err != nil {
		return nil, err
	}
	answer, err := write(result)
	return &pulumirpc.InvokeResponse{Return: answer}, err
}

// public are the inputs without the provider's own notes.
func public(inputs resource.PropertyMap) resource.PropertyMap {
	kept := resource.PropertyMap{}
	for k, v := range inputs {
		if k != generatedName {
			kept[k] = v
		}
	}
	return kept
}
